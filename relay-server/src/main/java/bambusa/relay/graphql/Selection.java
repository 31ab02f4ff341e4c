package bambusa.relay.graphql;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which fields of an object are written, in which order and under which names. */
record Selection(List<Column> columns) {

  Selection {
    columns = List.copyOf(columns);
  }

  /**
   * One member of the JSON object.
   *
   * @param key its name, an alias perhaps, encoded once for all rows
   * @param field of the API's type
   * @param constant what the member holds whatever the object is: the name of its type
   * @param below of a field that holds objects
   */
  record Column(
      SerializedString key, String field, @Nullable String constant, @Nullable Selection below) {}

  /** An object, or a list of them, with what of it was asked for. */
  record Selected(Object value, Selection selection) {}
}
