package bambusa.bench;

import bambusa.e2e.RelayProcess;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.coding.ContentCoding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A real relay over HTTP: publishing by many clients, and the pages of its feed. */
final class RelayBench {

  private static final int ROUNDS = 3;

  /** The compilers have done with both sides by then. */
  private static final int WARM_UP = 20;

  private static final int ENTRIES = 20_000;
  private static final int PUBLISHED = 6_400;

  /** Logs that a corpus grows side by side, so that nobody waits for another's entry. */
  private static final int CLIENTS = 64;

  private static final int PAGE = 1_000;
  private static final int BEGINNING = 500;

  private static final String FEED =
      "query($after:ReplicationCursor){entriesSince(after:$after,first:1000)"
          + "{endCursor hasNextPage entries{entry operation}}}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();

  void publish(Path directory, Report report) {
    report.section("Publishing over HTTP, " + CLIENTS + " clients at a time");
    List<EncodedEntryAndOperation> entries =
        Corpus.sign(new Corpus.Shape(PUBLISHED, 200, 50)).entries();
    double[] rates = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      try (RelayProcess relay = RelayProcess.start(directory.resolve("publish-" + round))) {
        long started = System.nanoTime();
        for (int from = 0; from < entries.size(); from += CLIENTS) {
          List<CompletableFuture<Void>> published = new ArrayList<>();
          for (EncodedEntryAndOperation entry : entries.subList(from, from + CLIENTS)) {
            published.add(
                http.sendAsync(
                        publishing(relay.graphql(), entry), HttpResponse.BodyHandlers.ofString())
                    .thenAccept(RelayBench::requireStored));
          }
          published.forEach(CompletableFuture::join);
        }
        rates[round] = entries.size() * 1e9 / (System.nanoTime() - started);
      }
    }
    report.figure("acknowledged after the commit", "entries/s", rates);
  }

  private static HttpRequest publishing(URI graphql, EncodedEntryAndOperation entry) {
    String body =
        "{\"query\":\"mutation($e:EncodedEntry!,$o:EncodedOperation!){publish(entry:$e,operation:$o){seqNum}}\","
            + "\"variables\":{\"e\":\""
            + entry.entry()
            + "\",\"o\":\""
            + entry.operation()
            + "\"}}";
    return post(graphql, body).build();
  }

  private static HttpRequest.Builder post(URI graphql, String body) {
    return HttpRequest.newBuilder(graphql)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static void requireStored(HttpResponse<String> answer) {
    if (answer.statusCode() != 200 || answer.body().contains("\"errors\"")) {
      throw new IllegalStateException("not stored: " + answer.body());
    }
  }

  void feed(Path directory, Report report) throws Exception {
    report.section("Feed pages of 1,000 entries, one asker");
    List<EncodedEntryAndOperation> entries =
        Corpus.sign(new Corpus.Shape(ENTRIES, 200, 50)).entries().subList(0, ENTRIES);
    long rawBytes = 0;
    for (EncodedEntryAndOperation entry : entries) {
      rawBytes += entry.entry().size() + entry.operation().size();
    }
    FilledStore.fill(directory.resolve("feed"), entries);
    double[] served = new double[ROUNDS];
    double[] raw = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    double[] smaller = new double[ROUNDS];
    long wire = 0;
    long smallerWire = 0;
    try (RelayProcess relay = RelayProcess.start(directory.resolve("feed"))) {
      String store = "jdbc:sqlite:" + directory.resolve("feed").resolve("bambusa.sqlite");
      for (int round = 0; round < WARM_UP; round++) {
        readAll(store);
        serveAll(relay.graphql(), ContentCoding.GZIP);
        serveAll(relay.graphql(), ContentCoding.ZSTD);
      }
      for (int round = 0; round < ROUNDS; round++) {
        long started = System.nanoTime();
        readAll(store);
        long between = System.nanoTime();
        wire = serveAll(relay.graphql(), ContentCoding.GZIP);
        long ended = System.nanoTime();
        smallerWire = serveAll(relay.graphql(), ContentCoding.ZSTD);
        long last = System.nanoTime();
        int pages = ENTRIES / PAGE;
        raw[round] = pages * 1e9 / (between - started);
        served[round] = pages * 1e9 / (ended - between);
        smaller[round] = pages * 1e9 / (last - ended);
        ratios[round] = served[round] / raw[round];
      }
    }
    report.figure("raw read + JSON + gzip", "pages/s", raw);
    report.figure("served over HTTP by gzip", "pages/s", served);
    report.figure("served over HTTP by zstd", "pages/s", smaller);
    report.atLeast(0.7, "served / raw", ratios);
    report.figure("raw bytes of an entry and its operation", "bytes", (double) rawBytes / ENTRIES);
    report.figure("bytes on the wire by gzip", "bytes", (double) wire / ENTRIES);
    report.figure("bytes on the wire by zstd", "bytes", (double) smallerWire / ENTRIES);
    report.atMost(1.25, "wire / raw bytes", (double) wire / rawBytes);
  }

  /** Asks for all pages; gives the bytes that came. */
  private long serveAll(URI graphql, ContentCoding coding) throws IOException {
    long bytes = 0;
    String cursor = null;
    boolean more = true;
    while (more) {
      String after = cursor == null ? "" : "\"after\":\"" + cursor + "\"";
      String body = "{\"query\":\"" + FEED + "\",\"variables\":{" + after + "}}";
      byte[] answer = read(graphql, body, coding);
      bytes += answer.length;
      // What stands before the entries is enough.
      String text =
          new String(
              coding.unpacking(new ByteArrayInputStream(answer)).readNBytes(BEGINNING),
              StandardCharsets.UTF_8);
      JsonNode page =
          json.readTree(text.substring(0, text.indexOf(",\"entries\"")) + "}}}")
              .path("data")
              .path("entriesSince");
      cursor = page.path("endCursor").asText();
      more = page.path("hasNextPage").asBoolean();
    }
    return bytes;
  }

  /** Over a connection that is used again, with as little between it and the socket as there is. */
  private static byte[] read(URI graphql, String body, ContentCoding coding) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) graphql.toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Accept-Encoding", coding.token());
    try (OutputStream request = connection.getOutputStream()) {
      request.write(body.getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream answer = connection.getInputStream()) {
      return answer.readAllBytes();
    }
  }

  /** The least that anybody could do to answer with the same pages. */
  private static long readAll(String store) throws SQLException, IOException {
    long bytes = 0;
    try (Connection connection = DriverManager.getConnection(store);
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT arrival, entry, operation FROM entries WHERE standing = 0 AND arrival > ?"
                    + " ORDER BY arrival LIMIT "
                    + PAGE)) {
      HexFormat hex = HexFormat.of();
      long after = 0;
      int rows = PAGE;
      while (rows == PAGE) {
        select.setLong(1, after);
        rows = 0;
        StringBuilder page = new StringBuilder("{\"data\":{\"entriesSince\":{\"entries\":[");
        try (ResultSet found = select.executeQuery()) {
          while (found.next()) {
            after = found.getLong(1);
            page.append(rows++ == 0 ? "" : ",").append("{\"entry\":\"");
            hex.formatHex(page, found.getBytes(2)).append("\",\"operation\":\"");
            hex.formatHex(page, found.getBytes(3)).append("\"}");
          }
        }
        bytes += fastGzip(page.append("]}}}").toString().getBytes(StandardCharsets.UTF_8)).length;
      }
    }
    return bytes;
  }

  private static byte[] fastGzip(byte[] text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length / 2);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out, 1 << 13) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      gzip.write(text);
    }
    return out.toByteArray();
  }
}
