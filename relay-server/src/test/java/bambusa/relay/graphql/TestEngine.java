package bambusa.relay.graphql;

import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import bambusa.relay.meters.RelayMeters;
import graphql.schema.Coercing;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine over a small schema of its own, to try what does not depend on a store. */
public final class TestEngine implements AutoCloseable {

  private static final String SDL =
      """
      scalar Hex
      type Query {
        hello(name: String): String
        fails: String
        entriesSince(first: Int, waitSeconds: Int = 0, size: Int): Page!
        blocked: String
        never: String
      }
      type Page { entries: [Row!]! count: Int! }
      type Row { entry: Hex! operation: Hex self: Row page: Page! broken: String }
      type Mutation { add(number: Int!): Int! }
      """;

  /** Small ones, so that each can be exceeded. */
  public static final GraphQlLimits LIMITS =
      new GraphQlLimits(
          20_000, 2_000, 8, 300, 50, 20_000, 1 << 20, 1_500, 30, 4, 3, 6, 5, 1_000, 1 << 18, 100,
          1 << 26);

  private final AtomicInteger sum = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
  private final Accounts accounts = Accounts.of(new RelayMeters(System::nanoTime), Limits.DEFAULT);
  private volatile Optional<String> shortage = Optional.empty();
  private volatile int rows;
  private final GraphQlEngine engine;

  /** With {@link #LIMITS}. */
  public TestEngine() {
    this(LIMITS);
  }

  public TestEngine(GraphQlLimits limits) {
    this.engine = new GraphQlEngine(limits, accounts, () -> shortage, this::schema);
  }

  public GraphQlEngine engine() {
    return engine;
  }

  /** Who has asked so far. */
  public Set<String> asked() {
    return accounts.rates().clients();
  }

  /** There is no room from now on. */
  public void fill(String reason) {
    shortage = Optional.of(reason);
  }

  /** This client has nothing left of what it may use. */
  public void useUp(String client) {
    accounts.rates().spent(client, Limit.REQUEST_RATE, Integer.MAX_VALUE);
  }

  /** From now on lists have this many rows, and who waits is told. */
  public void arrive(int number) {
    rows = number;
    synchronized (waiting) {
      waiting.forEach(news -> news.complete(true));
      waiting.clear();
    }
  }

  /** Lets the field {@code blocked} answer. */
  public void open() {
    gate.countDown();
  }

  public int sum() {
    return sum.get();
  }

  @Override
  public void close() {
    open();
    engine.close();
  }

  private GraphQLSchema schema(HeldQueries held) {
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    wiring.scalar(
        GraphQLScalarType.newScalar()
            .name("Hex")
            .coercing(new Coercing<String, Object>() {})
            .build());
    wiring.type(
        "Query",
        type ->
            type.dataFetcher("hello", field -> "hello " + field.getArgument("name"))
                .dataFetcher("fails", TestEngine::fail)
                .dataFetcher("never", field -> new CompletableFuture<String>())
                .dataFetcher("blocked", field -> blocked())
                .dataFetcher("entriesSince", field -> page(field, held)));
    wiring.type(
        "Mutation", type -> type.dataFetcher("add", f -> sum.addAndGet(f.getArgument("number"))));
    return new SchemaGenerator()
        .makeExecutableSchema(new SchemaParser().parse(SDL), wiring.build());
  }

  private static Object fail(DataFetchingEnvironment field) {
    throw new IllegalStateException("a secret of the inside");
  }

  private String blocked() throws InterruptedException {
    gate.await();
    return "open";
  }

  private CompletableFuture<Page> page(DataFetchingEnvironment field, HeldQueries held) {
    Arguments arguments = new Arguments(field.getArguments());
    int first = arguments.first(1_000, 1_000);
    Integer size = field.getArgument("size");
    HeldQueries.Wait<Page> wait =
        new HeldQueries.Wait<>(
            () -> new Page(Math.min(first, rows), size == null ? 3 : size),
            page -> page.rows == 0,
            page -> news(page),
            page -> new Page(Math.min(first, rows), page.size));
    return held.hold(RequestContext.of(field.getGraphQlContext()), arguments.waitSeconds(30), wait);
  }

  private CompletableFuture<Boolean> news(Page page) {
    CompletableFuture<Boolean> news = new CompletableFuture<>();
    synchronized (waiting) {
      waiting.add(news);
    }
    // What arrived between reading and this must not be missed.
    if (rows > page.rows) {
      news.complete(true);
    }
    return news;
  }

  private record Page(int rows, int size) implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "count" -> rows;
        case "entries" -> list();
        default -> throw Answerable.unknown(name);
      };
    }

    private List<Row> list() {
      List<Row> list = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        byte[] entry = new byte[size];
        Arrays.fill(entry, (byte) i);
        list.add(new Row(this, entry));
      }
      return list;
    }
  }

  private record Row(Page page, byte[] entry) implements Answerable {
    @Override
    public Object field(String name) {
      return switch (name) {
        case "entry" -> entry;
        case "operation" -> null;
        case "self" -> this;
        case "page" -> page;
        // The answer has begun when its rows are written.
        case "broken" -> throw new IllegalStateException("an answer that breaks off");
        default -> throw Answerable.unknown(name);
      };
    }
  }
}
