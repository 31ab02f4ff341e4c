package bambusa.log;

import bambusa.bytes.MalformedException;

/** Bytes that are no Bamboo entry, with the step of p2panda.md 1.6 that says so. */
public final class MalformedEntryException extends MalformedException {

  private static final long serialVersionUID = 1L;

  private final EntryFault fault;

  public MalformedEntryException(EntryFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public EntryFault fault() {
    return fault;
  }
}
