package bambusa.relay.storage;

/** Told by {@link ReadStore#verify} how it goes. */
public interface StoreFaults {

  /** How many entries are verified. */
  void done(long entries, long expected);

  /** One thing that is broken, by its name. */
  void broken(String what);
}
