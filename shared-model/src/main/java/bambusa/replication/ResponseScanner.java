package bambusa.replication;

import bambusa.bytes.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope of every GraphQL response: {@code data}, {@code errors}, and what else comes.
 */
final class ResponseScanner {

  private static final byte[] DATA = JsonScanner.ascii("data");
  private static final byte[] ERRORS = JsonScanner.ascii("errors");
  private static final byte[] MESSAGE = JsonScanner.ascii("message");

  private static final int MAX_MESSAGES = 16;
  private static final int MAX_MESSAGE_BYTES = 4_096;

  private ResponseScanner() {}

  /** Reads the members of {@code data}; the scanner stands before its opening bracket. */
  interface DataScanner<T> {
    T scan(JsonScanner in) throws MalformedException;
  }

  static <T> Answer<T> scan(byte[] response, DataScanner<T> dataScanner) throws MalformedException {
    JsonScanner in = new JsonScanner(response);
    @Nullable T data = null;
    List<String> messages = new ArrayList<>();
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(DATA)) {
        data = in.nextIsNull() ? null : dataScanner.scan(in);
      } else if (in.named(ERRORS)) {
        errors(in, messages);
      } else {
        in.skip();
      }
    }
    in.expectEnd();
    if (!messages.isEmpty()) {
      return new Answer.Failed<>(messages);
    }
    if (data == null) {
      throw new MalformedException("expected data or errors in a GraphQL response, got neither");
    }
    return new Answer.Given<>(data);
  }

  /** Reads the one member of {@code data} that was asked for. */
  static <T> T member(JsonScanner in, String name, DataScanner<T> scanner)
      throws MalformedException {
    byte[] wanted = JsonScanner.ascii(name);
    @Nullable T value = null;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(wanted)) {
        value = in.nextIsNull() ? null : scanner.scan(in);
      } else {
        in.skip();
      }
    }
    return JsonMember.required(name, value);
  }

  private static void errors(JsonScanner in, List<String> messages) throws MalformedException {
    if (in.nextIsNull()) {
      return;
    }
    in.open('[');
    while (in.another(']')) {
      String message = "an error without a message";
      in.open('{');
      while (in.another('}')) {
        in.name();
        if (in.named(MESSAGE)) {
          message = in.text(MAX_MESSAGE_BYTES);
        } else {
          in.skip();
        }
      }
      if (messages.size() < MAX_MESSAGES) {
        messages.add(message);
      }
    }
  }
}
