package bambusa.relay.storage;

import java.sql.SQLException;

/** How relays that share a store learn that another has stored something. */
interface Announcements extends AutoCloseable {

  /** Waits until somebody announces something, or as long as one may wait before looking. */
  void await() throws SQLException, InterruptedException;

  /** Newest arrival index in the store. */
  long newestArrival() throws SQLException;

  /** Ends the waiting of another thread, too. */
  @Override
  void close() throws SQLException;
}
