package bambusa.relay.graphql;

import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.LogIndexes;
import bambusa.replication.LogRange;
import bambusa.replication.TargetSet;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;

/** The query by which large stores compare themselves (replication.md 2, "logRanges"). */
final class RangeQueries {

  /** Two rounds of a comparison with ten differences ask for less; each costs sixteen sums. */
  private static final int MAX_RANGES = 1_000;

  private final LogIndexes indexes;

  RangeQueries(EntryReader store) {
    this.indexes = new LogIndexes(store);
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type("Query", type -> type.dataFetcher("logRanges", this::logRanges));
  }

  private List<Answers.Range> logRanges(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    return compare(arguments.target(), arguments.ranges(MAX_RANGES)).stream()
        .map(Answers.Range::new)
        .toList();
  }

  /** One asker at a time: an index is brought up to date first, and is not made for two threads. */
  private synchronized List<LogRange> compare(TargetSet target, List<LogRange.Asked> ranges) {
    return indexes.of(target).compare(ranges);
  }
}
