package bambusa.bench;

import bambusa.postgres.TestPostgres;
import bambusa.relay.storage.SqlStore;
import bambusa.relay.storage.StoreAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Durable ingest into PostgreSQL against what bounds it: verifying the same entries, and batch
 * inserts of the same rows into the same tables.
 */
final class PostgresBench {

  private static final int ROUNDS = 3;
  private static final int ENTRIES = 20_000;

  /** Each asks the database several times, and so takes longer. */
  private static final int PUBLISHED = 3_000;

  private static final int AUTHORS = 200;
  private static final int ENTRIES_PER_LOG = 50;
  private static final int PAGE = 1_000;

  /** In the order in which their rows refer to each other. */
  private static final List<String> TABLES =
      List.of("authors", "schemas", "documents", "logs", "entries");

  private final TestPostgres server;
  private final IngestBench bench;
  private int databases;

  private record Rows(String insert, List<@Nullable Object[]> rows) {}

  private PostgresBench(TestPostgres server, IngestBench bench) {
    this.server = server;
    this.bench = bench;
  }

  static void measure(Report report) throws Exception {
    Corpus corpus = Corpus.sign(new Corpus.Shape(ENTRIES, AUTHORS, ENTRIES_PER_LOG));
    double[] verify = new double[ROUNDS];
    double[] insert = new double[ROUNDS];
    double[] gate = new double[ROUNDS];
    double[] publish = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    IngestBench bench = new IngestBench(corpus);
    IngestBench publishing =
        new IngestBench(Corpus.sign(new Corpus.Shape(PUBLISHED, AUTHORS, ENTRIES_PER_LOG)));
    try (TestPostgres server = TestPostgres.start()) {
      PostgresBench postgres = new PostgresBench(server, bench);
      for (int round = 0; round < ROUNDS; round++) {
        verify[round] = bench.perSecond(Floors.verify(corpus.pages(PAGE)));
        String filled = postgres.database();
        gate[round] = bench.perSecond(bench.replicate(postgres.address(filled)));
        insert[round] = bench.perSecond(postgres.insert(filled));
        publish[round] =
            publishing.perSecond(publishing.publish(postgres.address(postgres.database())));
        ratios[round] = gate[round] / Math.min(verify[round], insert[round]);
      }
    }
    report.section("Durable ingest of " + ENTRIES + " entries into PostgreSQL");
    report.figure("batch verify, " + Floors.VERIFIERS + " core", "entries/s", verify);
    report.figure("raw batch insert of the same rows", "entries/s", insert);
    report.figure("published through the gate", "entries/s", publish);
    report.figure("replicated through the gate", "entries/s", gate);
    report.figure("gate / slower of verify and insert", "", ratios);
  }

  private String database() {
    databases++;
    server.createDatabase("bench_" + databases);
    return "bench_" + databases;
  }

  private StoreAddress address(String database) throws Exception {
    return StoreAddress.parse(server.address(database), Path.of(""));
  }

  /** Nanoseconds to insert all rows of a filled database into an empty one, a commit per page. */
  private long insert(String filled) throws Exception {
    List<Rows> tables = new ArrayList<>();
    try (Connection connection = server.connect(filled)) {
      for (String table : TABLES) {
        tables.add(read(connection, table));
      }
    }
    String empty = database();
    SqlStore.open(address(empty), new SecureRandom()).close();
    String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + empty;
    try (Connection connection =
        DriverManager.getConnection(url + "?reWriteBatchedInserts=true", "relay", "")) {
      connection.setAutoCommit(false);
      long begun = System.nanoTime();
      insert(connection, tables);
      return System.nanoTime() - begun;
    }
  }

  private static Rows read(Connection connection, String table) throws SQLException {
    List<@Nullable Object[]> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        @Nullable Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = rows.getObject(i + 1);
        }
        all.add(row);
      }
      String parameters = String.join(", ", Collections.nCopies(columns, "?"));
      return new Rows("INSERT INTO " + table + " VALUES (" + parameters + ")", all);
    }
  }

  private static void insert(Connection connection, List<Rows> tables) throws SQLException {
    int commits = (ENTRIES + PAGE - 1) / PAGE;
    List<PreparedStatement> inserts = new ArrayList<>();
    for (Rows table : tables) {
      inserts.add(connection.prepareStatement(table.insert));
    }
    for (int commit = 0; commit < commits; commit++) {
      for (int i = 0; i < tables.size(); i++) {
        List<@Nullable Object[]> rows = tables.get(i).rows;
        int from = (int) ((long) rows.size() * commit / commits);
        int until = (int) ((long) rows.size() * (commit + 1) / commits);
        for (@Nullable Object[] row : rows.subList(from, until)) {
          for (int column = 0; column < row.length; column++) {
            inserts.get(i).setObject(column + 1, row[column]);
          }
          inserts.get(i).addBatch();
        }
        inserts.get(i).executeBatch();
      }
      connection.commit();
    }
  }
}
