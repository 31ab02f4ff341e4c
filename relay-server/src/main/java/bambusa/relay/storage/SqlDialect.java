package bambusa.relay.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** In what the databases a store can live in differ; all other SQL is the same. */
interface SqlDialect {

  /** For the migrations: how it names a row ({@code key}) and byte strings ({@code bytes}). */
  Map<String, String> words();

  /** Makes connections that can write. */
  DataSource writable();

  /** Makes connections that only read. */
  DataSource readable();

  /** Told of the writer's connection before its first use. */
  void prepareWriter(Connection writer) throws SQLException;

  /** Told of the writer's connection before it is closed. */
  void tidy(Connection writer) throws SQLException;
}
