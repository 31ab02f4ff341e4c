package bambusa.replication;

import java.util.List;

/** What a relay answered to a query: what was asked for, or why not. */
public sealed interface Answer<T> {

  /** What was asked for. */
  record Given<T>(T value) implements Answer<T> {}

  /**
   * The {@code errors} of GraphQL; data beside them is not looked at.
   *
   * @param messages one or more
   */
  record Failed<T>(List<String> messages) implements Answer<T> {
    public Failed {
      messages = List.copyOf(messages);
    }
  }
}
