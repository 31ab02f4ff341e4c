package bambusa.relay.archive;

/** A file is not the export it claims to be, from some line on. */
public final class DamagedExportException extends Exception {

  private static final long serialVersionUID = 1L;

  DamagedExportException(long line, String detail) {
    super("line " + line + ": " + detail);
  }
}
