package bambusa.bench;

import bambusa.e2e.RelayProcess;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.quic.QuicAddress;
import bambusa.relay.quic.QuicNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Asks a real relay over QUIC again and again, through a link that loses datagrams: feed pages and
 * small queries side by side, over connections that are used again. Nothing may take longer than
 * its deadline, every answer must be whole, and nothing may be left over.
 */
final class QuicSoak {

  private static final String SMALL = "{\"query\":\"{ node { entryCount } }\"}";

  /** A page of so many is about 850 KB of JSON; more than a relay sends unless it is told to. */
  private static final int ENTRIES = 1_620;

  private static final String PAGE =
      "{\"query\":\"{ entriesSince(first: " + ENTRIES + ") { entries { entry operation } } }\"}";
  private static final int PAGE_ASKERS = 2;
  private static final int SMALL_ASKERS = 8;
  private static final int COUNTS = 10;

  /** A connection without traffic ends after 18 seconds. */
  private static final long IDLE_SECONDS = 25;

  /** What caches may take on the way. */
  private static final long SPARE_BYTES = 8L << 20;

  private final Plan plan;
  private int pageBytes;
  private final AtomicInteger failures = new AtomicInteger();
  private final ConcurrentLinkedQueue<Double> pageMillis = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Double> smallMillis = new ConcurrentLinkedQueue<>();

  /**
   * What to do.
   *
   * @param connections which share the work; each is asked by as many threads
   * @param loss share of the datagrams
   * @param load whether every processor is kept busy meanwhile
   */
  record Plan(
      int pages, int queries, int connections, double loss, boolean load, long deadlineMillis) {}

  private QuicSoak(Plan plan) {
    this.plan = plan;
  }

  /** Whether all went well; prints what was found. */
  static boolean run(Plan plan, Path directory) throws Exception {
    FilledStore.fill(directory, Corpus.sign(new Corpus.Shape(ENTRIES, 10, 10)).entries());
    AtomicBoolean over = new AtomicBoolean();
    try (RelayProcess relay = RelayProcess.start(directory, "--limit", "page-entries=" + ENTRIES)) {
      String printed = relay.quicAddress();
      int port = Integer.parseInt(printed.substring(printed.lastIndexOf(':') + 1));
      if (plan.load()) {
        keepBusy(over);
      }
      try (UdpLink link = UdpLink.open(port, plan.loss(), 1)) {
        return new QuicSoak(plan).run(relay, link);
      }
    } finally {
      over.set(true);
    }
  }

  private static void keepBusy(AtomicBoolean over) {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread busy =
          new Thread(
              () -> {
                while (!over.get()) {
                  Thread.onSpinWait();
                }
              },
              "load");
      busy.setDaemon(true);
      busy.start();
    }
  }

  private boolean run(RelayProcess relay, UdpLink link) throws Exception {
    long begun = System.nanoTime();
    List<Census> relays = new ArrayList<>();
    List<Census> askers = new ArrayList<>();
    QuicAddress address = new QuicAddress("127.0.0.1", link.port());
    List<QuicNode> nodes = nodes(plan.connections());
    try {
      byte[] page = ask(nodes.get(0), address, PAGE, pageMillis);
      pageBytes = page.length;
      byte[] small = ask(nodes.get(0), address, SMALL, smallMillis);
      for (int part = 1; part <= COUNTS; part++) {
        Part pages = new Part(share(plan.pages(), part), PAGE, page, pageMillis);
        Part queries = new Part(share(plan.queries(), part), SMALL, small, smallMillis);
        askAll(nodes, address, pages, queries);
        relays.add(Census.of(relay.pid()));
        askers.add(Census.of(ProcessHandle.current().pid()));
        System.out.printf(
            "  %3d %%: relay %s; asker %s%n",
            100 * part / COUNTS, relays.get(part - 1), askers.get(part - 1));
      }
    } finally {
      nodes.forEach(QuicNode::close);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    Census relayLater = Census.of(relay.pid());
    Census askerLater = Census.of(ProcessHandle.current().pid());
    System.out.printf("  later: relay %s; asker %s%n", relayLater, askerLater);
    tell(link, seconds);
    return failures.get() == 0
        && isFlat(relays)
        && isFlat(askers)
        && isEmpty(relayLater)
        && isEmpty(askerLater);
  }

  /** Each keeps one connection. */
  private static List<QuicNode> nodes(int count) {
    QuicNode.Surroundings world =
        new QuicNode.Surroundings(new SecureRandom(), System::currentTimeMillis);
    return IntStream.range(0, count)
        .mapToObj(i -> QuicNode.asking(MessageLayout.F9, world))
        .toList();
  }

  private static int share(int all, int part) {
    return all * part / COUNTS - all * (part - 1) / COUNTS;
  }

  private record Part(
      int count, String question, byte[] answer, ConcurrentLinkedQueue<Double> millis) {}

  private void askAll(List<QuicNode> nodes, QuicAddress address, Part pages, Part queries)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    AtomicInteger pagesLeft = new AtomicInteger(pages.count());
    AtomicInteger queriesLeft = new AtomicInteger(queries.count());
    for (QuicNode node : nodes) {
      for (int i = 0; i < PAGE_ASKERS; i++) {
        threads.add(new Thread(() -> askRest(node, address, pages, pagesLeft)));
      }
      for (int i = 0; i < SMALL_ASKERS; i++) {
        threads.add(new Thread(() -> askRest(node, address, queries, queriesLeft)));
      }
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void askRest(QuicNode node, QuicAddress address, Part part, AtomicInteger left) {
    while (left.getAndDecrement() > 0) {
      try {
        if (!Arrays.equals(ask(node, address, part.question(), part.millis()), part.answer())) {
          fail("another answer than the first one");
        }
      } catch (IOException e) {
        fail(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void fail(String reason) {
    failures.incrementAndGet();
    System.out.println("  FAILED: " + reason);
  }

  private byte[] ask(
      QuicNode node, QuicAddress address, String question, ConcurrentLinkedQueue<Double> millis)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try {
      byte[] request = question.getBytes(StandardCharsets.UTF_8);
      return node.ask(address, request, true, plan.deadlineMillis());
    } finally {
      millis.add((System.nanoTime() - begun) / 1e6);
    }
  }

  private void tell(UdpLink link, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "  pages of %,.0f kB; %.0f s; lost %.1f %%; %d connections; %,.0f MB on the wire; %d failures%n",
        pageBytes / 1e3,
        seconds,
        100 * link.lostShare(),
        link.connections(),
        link.bytes() / 1e6,
        failures.get());
    System.out.println("  pages: " + spread(pageMillis));
    System.out.println("  small queries: " + spread(smallMillis));
  }

  private static String spread(ConcurrentLinkedQueue<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%,d, median %.1f ms, 99 %% within %.1f ms, the slowest %.0f ms",
        sorted.size(),
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100),
        sorted.get(sorted.size() - 1));
  }

  /** The second half holds no more than the first did at most. */
  private static boolean isFlat(List<Census> censuses) {
    List<Census> first = censuses.subList(0, censuses.size() / 2);
    long heap = first.stream().mapToLong(Census::heapBytes).max().orElse(0) + SPARE_BYTES;
    int threads = first.stream().mapToInt(Census::threads).max().orElse(0) + 2 * SMALL_ASKERS;
    boolean flat =
        censuses.stream().allMatch(one -> one.heapBytes() <= heap && one.threads() <= threads);
    if (!flat) {
      System.out.println("  FAILED: it grows");
    }
    return flat;
  }

  private static boolean isEmpty(Census later) {
    boolean empty = later.streams() == 0 && later.connections() == 0;
    if (!empty) {
      System.out.println("  FAILED: something is left");
    }
    return empty;
  }
}
