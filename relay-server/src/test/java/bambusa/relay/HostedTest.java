package bambusa.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.TestAuthor;
import bambusa.ingest.TestLog;
import bambusa.ingest.VerifiedEntry;
import bambusa.operation.DocumentId;
import bambusa.relay.bans.Bans;
import bambusa.relay.bans.BansFile;
import bambusa.relay.cli.CommandException;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import bambusa.relay.logging.LogFormat;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.storage.StoreAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the host of a relay says holds for what is published and for what is shared. */
@Timeout(60)
class HostedTest {

  private static final String STORED = "{\"data\":{\"publish\":";

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestAuthor ada = TestAuthor.named("ada");
  private final TestAuthor bob = TestAuthor.named("bob");
  private Relay relay;

  private void start(Map<Limit, Long> limits, Optional<String> policy) throws Exception {
    relay =
        Relay.start(
            new RelaySettings(
                directory,
                StoreAddress.Sqlite.in(directory),
                "127.0.0.1",
                0,
                new RelaySettings.Quic(false, 0, true, MessageLayout.F9, false),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new RelaySettings.Hosting(new Limits(limits), List.of(), policy, LogFormat.TEXT)),
            new SecureRandom());
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void whatIsBannedIsRefusedAndLeavesWhatIsSharedUntilItIsUnbanned() throws Exception {
    start(Map.of(), Optional.empty());
    VerifiedEntry first = new TestLog(ada, 0).create("ada_0");
    TestLog second = new TestLog(ada, 1);
    VerifiedEntry create = second.create("ada_1");
    VerifiedEntry other = new TestLog(bob, 0).create("bob_0");
    for (VerifiedEntry entry : List.of(first, create, other)) {
      assertThat(publish(entry)).contains(STORED);
    }
    assertThat(answersAbout(create)).anyMatch(answer -> answer.contains("\"1:1\""));
    BansFile file = new BansFile(directory);
    file.change(bans -> bans.with(new DocumentId(create.hash())));
    awaitFeed(2);
    assertThat(feed()).doesNotContain(create.entry().encoded().toString());
    assertThat(answersAbout(create))
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .doesNotContain(create.entry().encoded().toString())
                    .doesNotContain("\"1:1\""));
    assertThat(publish(second.update("more", create))).contains("NOT_ACCEPTED");
    file.change(bans -> Bans.NONE.with(ada.publicKey()));
    awaitFeed(1);
    assertThat(feed()).contains(other.entry().encoded().toString());
    assertThat(ask("{ logHeights { authors { publicKey } } }"))
        .contains(bob.publicKey().toString())
        .doesNotContain(ada.publicKey().toString());
    assertThat(ask("{ entryByHash(hash: \"" + first.hash() + "\") { entry } }")).contains("errors");
    assertThat(publish(new TestLog(ada, 2).create("ada_2"))).contains("NOT_ACCEPTED");
    assertThat(publish(new TestLog(bob, 1).create("bob_1"))).contains(STORED);
    file.change(bans -> Bans.NONE);
    awaitFeed(4);
  }

  @Test
  void relayDoesNotStartWithBansOrAPolicyThatCannotBeUsed() throws Exception {
    Path bans = Files.writeString(directory.resolve(BansFile.NAME), "owner nobody\n");
    assertThatThrownBy(() -> start(Map.of(), Optional.empty()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("cannot read the bans: " + bans + " line 1");
    Files.delete(bans);
    assertThatThrownBy(() -> start(Map.of(), Optional.of(directory + "/missing")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("there is no " + directory + "/missing; look at --policy");
    start(Map.of(), Optional.empty());
  }

  @Test
  void fullStoreTakesNothingInAndIsReadAllTheSame() throws Exception {
    start(Map.of(Limit.STORE_FREE_BYTES, 1L << 49), Optional.empty());
    HttpResponse<String> refused = send(publication(new TestLog(ada, 0).create("a")));
    assertThat(refused.statusCode()).isEqualTo(507);
    assertThat(refused.body()).contains("STORE_FULL").contains("store-free-bytes");
    assertThat(ask("{ node { entryCount } }")).contains("\"entryCount\":\"0\"");
    assertThat(get("/health"))
        .contains("\"status\":\"degraded\"")
        .contains("the store is full: its disk has");
    assertThat(get("/metrics")).contains("bambusa_degraded 1.0");
  }

  @Test
  void quotasBoundAuthorsOwnersAndSchemas() throws Exception {
    start(Map.of(Limit.AUTHOR_ENTRIES, 3L, Limit.OWNER_ENTRIES, 4L), Optional.empty());
    TestLog own = new TestLog(ada, 0);
    VerifiedEntry create = own.create("a");
    VerifiedEntry update = own.update("b", create);
    publish(create);
    publish(update);
    assertThat(publish(own.update("c", update))).contains(STORED);
    assertThat(publish(new TestLog(ada, 1).create("d")))
        .contains("NOT_ACCEPTED")
        .contains("author-entries");
    TestLog others = new TestLog(bob, 0);
    VerifiedEntry more = others.update("of_bob", create);
    assertThat(publish(more)).contains(STORED);
    assertThat(publish(others.update("too_much", more))).contains("owner-entries");
    assertThat(publish(new TestLog(bob, 1).create("own"))).contains(STORED);
    relay.close();
    // What was stored before the start counts too.
    start(Map.of(Limit.SCHEMA_BYTES, 1_000L), Optional.empty());
    assertThat(publish(new TestLog(bob, 2).create("too_much"))).contains("schema-bytes");
  }

  @Test
  void policyIsAskedAboutNewDocumentsAndItsSilenceRefuses() throws Exception {
    Path script = directory.resolve("policy.sh");
    Files.writeString(
        script,
        """
        if [ -f DIR/end ]; then exit; fi
        while read -r line; do
          id=${line#*'"document":"'}; id=${id%%'"'*}
          case $line in
            *'"owner":"KEY"'*) echo '{"document":"'$id'","action":"refuse","reason":"not you"}' ;;
            *) echo '{"document":"'$id'","action":"accept"}' ;;
          esac
          if [ -f DIR/end ]; then exit; fi
        done
        """
            .replace("KEY", bob.publicKey().toString())
            .replace("DIR", directory.toString()));
    start(Map.of(Limit.POLICY_MILLIS, 30_000L), Optional.of("sh " + script));
    TestLog own = new TestLog(ada, 0);
    VerifiedEntry create = own.create("a");
    assertThat(publish(create)).contains(STORED);
    assertThat(publish(new TestLog(bob, 0).create("b")))
        .contains("NOT_ACCEPTED")
        .contains("not you");
    Files.writeString(directory.resolve("end"), "");
    assertThat(publish(new TestLog(ada, 1).create("c"))).contains(STORED);
    assertThat(publish(new TestLog(ada, 2).create("d")))
        .contains("the policy program has ended with exit code 0");
    assertThat(publish(own.update("changed", create))).contains(STORED);
    assertThat(get("/health")).contains("degraded").contains("the policy program has ended");
  }

  @Test
  void metricsAndLimitsTellWhatHappened() throws Exception {
    start(Map.of(Limit.WAITING, 77L), Optional.empty());
    publish(new TestLog(ada, 0).create("a"));
    publish(new TestLog(ada, 1).create("no name"));
    ask("{ nonsense }");
    assertThat(get("/metrics"))
        .contains("bambusa_published_total{outcome=\"STORED\"} 1.0")
        .contains("bambusa_published_total{outcome=\"SCHEMA_VIOLATION\"} 1.0")
        .contains("bambusa_requests_total{outcome=\"QUERY_INVALID\"} 1.0")
        .contains("bambusa_request_seconds_bucket{le=\"+Inf\"} 3")
        .contains("bambusa_store_commit_seconds_count")
        .contains("bambusa_store_read_seconds_count")
        .contains("bambusa_entries 1.0")
        .contains("jvm_memory_used_bytes");
    assertThat(get("/health?verbose"))
        .contains("\"entries\":1,")
        .contains(
            "{\"name\":\"waiting\",\"meaning\":\""
                + Limit.WAITING.meaning()
                + "\",\"limit\":77,\"source\":\"set\",\"used\":0}")
        .contains("\"published\":{\"SCHEMA_VIOLATION\":1,\"STORED\":1}");
  }

  @Test
  void everyMetricOfTheDashboardIsThereFromTheStart() throws Exception {
    start(Map.of(), Optional.empty());
    String metrics = get("/metrics");
    Matcher wanted =
        Pattern.compile("\\b(?:bambusa|jvm)_[a-z_]+")
            .matcher(Files.readString(Path.of("../docs/grafana.json")));
    assertThat(wanted.results().map(MatchResult::group).distinct())
        .hasSizeGreaterThan(12)
        // One for each peer.
        .filteredOn(name -> !name.startsWith("bambusa_peer_"))
        .allSatisfy(name -> assertThat(metrics).contains("\n" + name));
  }

  /** Of every query that could tell of the first entry of log 1. */
  private List<String> answersAbout(VerifiedEntry entry) throws Exception {
    List<String> answers = new ArrayList<>();
    for (String query :
        List.of(
            "entryByHash(hash: 'HASH') { entry }",
            "entryByLogIdAndSeqNum(logId: '1', seqNum: '1', publicKey: 'KEY') { entry }",
            "entriesNewerThanSeqNum(logId: '1', publicKey: 'KEY') { edges { node { entry } } }",
            "entriesFromLogs(logs: [{ publicKey: 'KEY', logId: '1' }]) { entries { entry } }",
            "nextArgs(publicKey: 'KEY', viewId: 'HASH') { backlink }",
            "logHeights { authors { logs } }",
            "logRanges(ranges: [{}]) { authors { logs } }")) {
      String about =
          query
              .replace('\'', '"')
              .replace("HASH", entry.hash().toString())
              .replace("KEY", entry.entry().author().toString());
      String answer = ask("{ " + about + " }");
      assertThat(answer).doesNotContain("QUERY_INVALID");
      answers.add(answer);
    }
    return answers;
  }

  private void awaitFeed(int entries) throws Exception {
    while (feed().split("\"entry\"", -1).length - 1 != entries) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private String feed() throws Exception {
    return ask("{ entriesSince { entries { entry } } }");
  }

  private String publish(VerifiedEntry entry) throws Exception {
    return send(publication(entry)).body();
  }

  private static String publication(VerifiedEntry entry) {
    return "{\"query\":\"mutation { publish(entry: \\\""
        + entry.entry().encoded()
        + "\\\", operation: \\\""
        + entry.decoded().encodedOperation()
        + "\\\") { seqNum } }\"}";
  }

  private String ask(String query) throws Exception {
    return send("{\"query\":\"" + query.replace("\"", "\\\"") + "\"}").body();
  }

  private HttpResponse<String> send(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/graphql"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + relay.httpPort() + path);
  }
}
