package bambusa.relay.storage;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * In what the databases a store can live in differ; all other SQL is the same. Closed when nobody
 * uses the store any more.
 */
interface SqlDialect extends AutoCloseable {

  /** For the migrations: how it names a row ({@code key}) and byte strings ({@code bytes}). */
  Map<String, String> words();

  /** Makes connections that can write. */
  DataSource writable();

  /** Makes connections that only read; within a transaction they see one state of the store. */
  DataSource readable();

  /** How the pool of readers treats them. */
  void prepareReaders(HikariConfig pool);

  /** Told of the writer's connection before its first use. */
  void prepareWriter(Connection writer) throws SQLException;

  /** Told of the writer's connection before it is closed. */
  void tidy(Connection writer) throws SQLException;

  /**
   * Behind a SELECT of the writer: keeps all other writers waiting until the transaction ends;
   * empty where no other can exist.
   */
  String lockRow();

  /** How many rows one statement looks up at once: many where each one is a message. */
  int lookUpsAtOnce();

  /** Whether several relays may use the store at a time. */
  boolean isShared();

  /**
   * What the writer runs at the end of a transaction so that others hear of it; empty where nobody
   * could.
   */
  String announcement(Connection writer) throws SQLException;

  /** Opens the channel by which relays that share the store tell each other of what they stored. */
  Announcements announcements() throws SQLException;

  /** What the store takes on disk; empty where others know better or nobody does. */
  OptionalLong sizeBytes(DataSource readers);

  /** What the database finds damaged in its own files; empty where it looks by itself. */
  List<String> damage(DataSource readers);

  @Override
  void close();
}
