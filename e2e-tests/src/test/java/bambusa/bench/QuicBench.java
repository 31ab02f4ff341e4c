package bambusa.bench;

import bambusa.bytes.MalformedException;
import bambusa.e2e.RelayProcess;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.peers.HttpPeerTransports;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.peers.PeerTransport;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.quic.QuicAddress;
import bambusa.relay.quic.QuicNode;
import bambusa.relay.quic.QuicSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A relay asked over QUIC, and over HTTP in the same run. */
final class QuicBench {

  private static final int ROUNDS = 3;
  private static final int STORED = 1_000;
  private static final int ONE_AT_A_TIME = 1_000;
  private static final int SIDE_BY_SIDE = 4_000;
  private static final int IN_FLIGHT = 32;
  private static final int PAGES = 40;
  private static final int HANDSHAKES = 100;
  private static final int REPLICATED = 100_000;
  private static final int PAGE_ENTRIES = 1_000;
  private static final long TIMEOUT_MILLIS = 60_000;

  private static final String SMALL = "{\"query\":\"{ node { entryCount } }\"}";
  private static final String PAGE =
      "{\"query\":\"{ entriesSince(first: 1000) { entries { entry operation } } }\"}";

  private final Report report;
  private final SecureRandom random = new SecureRandom();

  QuicBench(Report report) {
    this.report = report;
  }

  void measure(Path directory) throws Exception {
    FilledStore.fill(directory.resolve("asked"), corpus(STORED).entries());
    try (RelayProcess relay = RelayProcess.start(directory.resolve("asked"));
        QuicNode quic = asking()) {
      String printed = relay.quicAddress();
      int udp = Integer.parseInt(printed.substring(printed.lastIndexOf(':') + 1));
      PeerTransport overQuic = quic.transport(peer("qp2p://127.0.0.1:" + udp));
      PeerTransport overHttp = new HttpPeerTransports().apply(peer(relay.graphql().toString()));
      small(overHttp, overQuic);
      pages(overHttp, overQuic);
      handshakes(relay.graphql().toString(), udp);
      wire(relay.httpPort(), udp);
    }
    replication(directory);
  }

  private QuicNode asking() {
    return QuicNode.asking(
        MessageLayout.F9, new QuicNode.Surroundings(random, System::currentTimeMillis));
  }

  private static Corpus corpus(int entries) {
    return Corpus.sign(new Corpus.Shape(entries, Math.max(10, entries / 100), 10));
  }

  private static PeerAddress peer(String address) {
    try {
      return PeerAddress.parse(address);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void small(PeerTransport overHttp, PeerTransport overQuic) throws Exception {
    report.section("Small queries, connections used again");
    double[][] rates = new double[4][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      double[] now = {
        rate(overHttp, SMALL, ONE_AT_A_TIME, 1),
        rate(overQuic, SMALL, ONE_AT_A_TIME, 1),
        rate(overHttp, SMALL, SIDE_BY_SIDE, IN_FLIGHT),
        rate(overQuic, SMALL, SIDE_BY_SIDE, IN_FLIGHT)
      };
      // The first ones meet code that is not compiled yet.
      for (int i = 0; round >= 0 && i < now.length; i++) {
        rates[i][round] = now[i];
      }
    }
    report.figure("HTTP, one at a time", "requests/s", rates[0]);
    report.figure("QUIC, one at a time", "requests/s", rates[1]);
    report.figure("HTTP, 32 in flight", "requests/s", rates[2]);
    report.figure("QUIC, 32 in flight", "requests/s", rates[3]);
  }

  private void pages(PeerTransport overHttp, PeerTransport overQuic) throws Exception {
    report.section("Feed pages of 1,000 entries, one at a time");
    double bytes = overQuic.ask(PAGE, TIMEOUT_MILLIS).length;
    double[] http = new double[ROUNDS];
    double[] quic = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      http[round] = rate(overHttp, PAGE, PAGES, 1) * bytes / 1e6;
      quic[round] = rate(overQuic, PAGE, PAGES, 1) * bytes / 1e6;
    }
    report.figure("bytes of a page", "bytes", bytes);
    report.figure("HTTP, packed on the way", "MB/s of JSON", http);
    report.figure("QUIC", "MB/s of JSON", quic);
  }

  private static double rate(PeerTransport transport, String question, int count, int inFlight)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(inFlight);
    try {
      long begun = System.nanoTime();
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        answers.add(threads.submit(() -> transport.ask(question, TIMEOUT_MILLIS)));
      }
      for (Future<byte[]> answer : answers) {
        answer.get();
      }
      return count * 1e9 / (System.nanoTime() - begun);
    } finally {
      threads.shutdownNow();
    }
  }

  private void handshakes(String graphQl, int udp) throws Exception {
    report.section("New connections, each with one small query, one after another");
    double[] http = new double[ROUNDS];
    double[] quic = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      for (int i = 0; i < HANDSHAKES; i++) {
        new HttpPeerTransports().apply(peer(graphQl)).ask(SMALL, TIMEOUT_MILLIS);
      }
      http[round] = HANDSHAKES * 1e9 / (System.nanoTime() - begun);
      begun = System.nanoTime();
      for (int i = 0; i < HANDSHAKES; i++) {
        try (QuicNode fresh = asking()) {
          ask(fresh, udp, SMALL);
        }
      }
      quic[round] = HANDSHAKES * 1e9 / (System.nanoTime() - begun);
    }
    report.figure("HTTP, without TLS", "connections/s", http);
    report.figure("QUIC", "handshakes/s", quic);
  }

  private static void ask(QuicNode node, int udp, String question) throws Exception {
    byte[] request = question.getBytes(StandardCharsets.UTF_8);
    node.ask(new QuicAddress("127.0.0.1", udp), request, true, TIMEOUT_MILLIS);
  }

  /** With the headers of IP and UDP, which TCP's are left out of. */
  private void wire(int httpPort, int udp) throws Exception {
    report.section("Bytes on the wire, both directions");
    for (String question : List.of(SMALL, PAGE)) {
      String what = question.equals(SMALL) ? "small query" : "page";
      try (TcpLink tcp = TcpLink.open()) {
        tcp.leadTo(httpPort);
        PeerTransport http = new HttpPeerTransports().apply(peer(tcp.graphql().toString()));
        http.ask(question, TIMEOUT_MILLIS);
        long before = tcp.askedBytes() + tcp.answeredBytes();
        http.ask(question, TIMEOUT_MILLIS);
        report.figure("HTTP, " + what, "bytes", tcp.askedBytes() + tcp.answeredBytes() - before);
      }
      try (UdpLink link = UdpLink.open(udp, 0, 1);
          QuicNode node = asking()) {
        ask(node, link.port(), question);
        report.figure("QUIC, " + what + " with the handshake", "bytes", link.bytes());
        long before = link.bytes();
        ask(node, link.port(), question);
        report.figure("QUIC, " + what, "bytes", link.bytes() - before);
      }
    }
  }

  private void replication(Path directory) throws Exception {
    report.section("Relay → relay, " + REPLICATED + " entries to one that has nothing");
    Corpus corpus = corpus(REPLICATED);
    List<EncodedEntryAndOperation> entries = corpus.entries();
    Path stored = directory.resolve("source");
    double[] ratios = new double[ROUNDS];
    double[] quicRates = new double[ROUNDS];
    double[] httpRates = new double[ROUNDS];
    double[] floors = new double[ROUNDS];
    try (BenchRelay source = new BenchRelay(stored);
        QuicNode listening = listening(source, stored)) {
      source.ingest(entries);
      for (int round = 0; round < ROUNDS; round++) {
        floors[round] = floor(corpus, stored, directory.resolve("raw-" + round + ".sqlite"));
        httpRates[round] = overHttp(source, directory.resolve("http-" + round), entries.size());
        quicRates[round] =
            overQuic(listening.port(), directory.resolve("quic-" + round), entries.size());
        ratios[round] = quicRates[round] / floors[round];
      }
    }
    report.figure("the slower of verifying and inserting alone", "entries/s", floors);
    report.figure("HTTP", "entries/s", httpRates);
    report.figure("QUIC", "entries/s", quicRates);
    report.atLeast(0.3, "QUIC / the slower floor", ratios);
  }

  private QuicNode listening(BenchRelay source, Path directory) throws IOException {
    return QuicNode.start(
        new QuicSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            directory,
            true,
            MessageLayout.F9),
        source.engine(),
        new QuicNode.Surroundings(random, System::currentTimeMillis));
  }

  private static double floor(Corpus corpus, Path stored, Path fresh) throws Exception {
    int entries = corpus.entries().size();
    double verify = entries * 1e9 / Floors.verify(corpus.pages(PAGE_ENTRIES));
    RawRows rows = RawRows.of(stored.resolve("bambusa.sqlite"));
    return Math.min(verify, entries * 1e9 / rows.insert(fresh, PAGE_ENTRIES));
  }

  private static double overHttp(BenchRelay source, Path fresh, int entries) throws Exception {
    try (BenchRelay target = new BenchRelay(fresh);
        TcpLink link = TcpLink.open()) {
      link.leadTo(source.port());
      long begun = System.nanoTime();
      target.pullFrom(link.graphql().toString(), new HttpPeerTransports());
      return pulled(target, entries, begun);
    }
  }

  private double overQuic(int udp, Path fresh, int entries) throws Exception {
    try (BenchRelay target = new BenchRelay(fresh);
        UdpLink link = UdpLink.open(udp, 0, 1);
        QuicNode asking = asking()) {
      long begun = System.nanoTime();
      target.pullFrom("qp2p://127.0.0.1:" + link.port(), asking::transport);
      double rate = pulled(target, entries, begun);
      report.figure("QUIC, bytes on the wire for an entry", "bytes", link.bytes() / entries);
      return rate;
    }
  }

  private static double pulled(BenchRelay target, int entries, long begun)
      throws InterruptedException {
    target.awaitInSync();
    double rate = entries * 1e9 / (System.nanoTime() - begun);
    if (target.entryCount() != entries) {
      throw new IllegalStateException("only " + target.entryCount() + " arrived");
    }
    return rate;
  }
}
