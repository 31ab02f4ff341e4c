package bambusa.replication;

import bambusa.bytes.MalformedException;
import org.jspecify.annotations.Nullable;

/** Members that an answer must have. */
final class JsonMember {

  private JsonMember() {}

  static <T> T required(String name, @Nullable T value) throws MalformedException {
    if (value == null) {
      throw new MalformedException("expected a member '" + name + "', got none");
    }
    return value;
  }
}
