package bambusa.relay.storage;

/**
 * How much something takes of a store.
 *
 * @param bytes of its entries and operations, as they are sent
 */
public record Usage(long entries, long bytes) {

  public static final Usage NONE = new Usage(0, 0);

  public Usage plus(Usage more) {
    return new Usage(entries + more.entries, bytes + more.bytes);
  }
}
