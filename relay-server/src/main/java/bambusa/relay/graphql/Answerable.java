package bambusa.relay.graphql;

import org.jspecify.annotations.Nullable;

/**
 * A value of an object type of the API whose fields are all known already: no resolver, no
 * argument, no error below it. The {@link Projection} picks from it what was asked for.
 *
 * <p>A field is text, a boolean, an int, bytes (written as hex), an {@code Answerable}, or a list
 * of one kind of these; null only where the API says so.
 */
interface Answerable {

  /**
   * One field of the type.
   *
   * @throws IllegalArgumentException when the type has no such field
   */
  @Nullable Object field(String name);

  /** For the type's switch over names: validation has let through what is not in the schema. */
  static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("no field " + name);
  }
}
