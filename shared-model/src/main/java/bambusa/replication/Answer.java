package bambusa.replication;

import java.util.List;
import java.util.function.Function;

/** What a relay answered to a query: what was asked for, or why not. */
public sealed interface Answer<T> {

  /** The same answer with something made of its value. */
  <R> Answer<R> map(Function<? super T, ? extends R> change);

  /** What was asked for. */
  record Given<T>(T value) implements Answer<T> {
    @Override
    public <R> Answer<R> map(Function<? super T, ? extends R> change) {
      return new Given<>(change.apply(value));
    }
  }

  /**
   * The {@code errors} of GraphQL; data beside them is not looked at.
   *
   * @param messages one or more
   */
  record Failed<T>(List<String> messages) implements Answer<T> {
    public Failed {
      messages = List.copyOf(messages);
    }

    @Override
    public <R> Answer<R> map(Function<? super T, ? extends R> change) {
      return new Failed<>(messages);
    }
  }
}
