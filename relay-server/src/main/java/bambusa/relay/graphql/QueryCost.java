package bambusa.relay.graphql;

import graphql.execution.ExecutionContext;
import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a valid operation may make the relay do: for every root field, the length of its list times
 * the fields asked for in each item. A certificate pool counts as the entries it holds. Directives
 * that leave fields out are not looked at: the cost is an upper bound.
 */
final class QueryCost {

  /** Entries of a usual pool: logarithmic in the length of a log (p2panda.md 1.4). */
  private static final int POOL_COST = 10;

  private static final SelectionSet NOTHING = SelectionSet.newSelectionSet().build();

  /** As long as a page takes; what costs more is large work. */
  private static final int COST_OF_SMALL_WORK = 20_000;

  /** What asking the store takes, in the same measure. */
  private static final int COST_OF_ROOT_FIELD = 2_000;

  private final Map<String, FragmentDefinition> fragments;
  private final Map<String, Object> variables;
  private final GraphQlLimits limits;

  private QueryCost(
      Map<String, FragmentDefinition> fragments,
      Map<String, Object> variables,
      GraphQlLimits limits) {
    this.fragments = fragments;
    this.variables = variables;
    this.limits = limits;
  }

  /** Whether executing any operation of a valid document may take much longer than a page does. */
  static boolean isLarge(Document document, GraphQlRequest asked, GraphQlLimits limits) {
    Map<String, FragmentDefinition> fragments = new HashMap<>();
    for (FragmentDefinition fragment : document.getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.put(fragment.getName(), fragment);
    }
    QueryCost query = new QueryCost(fragments, asked.variables(), limits);
    return document.getDefinitionsOfType(OperationDefinition.class).stream()
        .map(OperationDefinition::getSelectionSet)
        .anyMatch(
            root ->
                query.ofRoot(root) + (long) COST_OF_ROOT_FIELD * query.rootFields(root)
                    > COST_OF_SMALL_WORK);
  }

  private int rootFields(SelectionSet root) {
    int fields = 0;
    for (Selection<?> selection : root.getSelections()) {
      fields += selection instanceof Field ? 1 : rootFields(expanded(selection));
    }
    return fields;
  }

  /**
   * The cost of the operation that is about to run.
   *
   * @throws GraphQlFault naming the limit when it is exceeded
   */
  static long check(ExecutionContext context, GraphQlLimits limits) {
    QueryCost query =
        new QueryCost(context.getFragmentsByName(), context.getCoercedVariables().toMap(), limits);
    long cost = query.ofRoot(context.getOperationDefinition().getSelectionSet());
    if (cost > limits.maxCost()) {
      throw GraphQlFault.over(GraphQlErrorCode.QUERY_TOO_COSTLY, "cost", cost, limits.maxCost());
    }
    return cost;
  }

  private long ofRoot(SelectionSet root) {
    long cost = 0;
    for (Selection<?> selection : root.getSelections()) {
      if (selection instanceof Field field) {
        cost += listLength(field) * Math.max(1, below(field.getSelectionSet()));
      } else {
        cost += ofRoot(expanded(selection));
      }
    }
    return cost;
  }

  private long below(@Nullable SelectionSet selectionSet) {
    if (selectionSet == null) {
      return 0;
    }
    long fields = 0;
    for (Selection<?> selection : selectionSet.getSelections()) {
      if (selection instanceof Field field) {
        fields += field.getName().equals("certificatePool") ? POOL_COST : 1;
        fields += below(field.getSelectionSet());
      } else {
        fields += below(expanded(selection));
      }
    }
    return fields;
  }

  private SelectionSet expanded(Selection<?> selection) {
    if (selection instanceof InlineFragment inline) {
      return inline.getSelectionSet();
    }
    FragmentDefinition fragment = fragments.get(((FragmentSpread) selection).getName());
    return fragment == null ? NOTHING : fragment.getSelectionSet();
  }

  /** How many items the root field can answer at most; 1 when it is no list. */
  private long listLength(Field field) {
    return switch (field.getName()) {
      case "entriesNewerThanSeqNum" ->
          first(field, GraphQlLimits.DEFAULT_STANDARD_PAGE, GraphQlLimits.MAX_STANDARD_PAGE);
      case "entriesSince", "entriesFromLogs", "forkProofs" ->
          first(field, limits.maxEntries(), limits.maxEntries());
      case "logHeights" -> first(field, limits.maxLogs(), limits.maxLogs());
      default -> 1;
    };
  }

  private long first(Field field, int absent, int max) {
    OptionalLong given = argument(field, "first");
    // 1 at least: the store is asked in any case.
    return Math.max(1, Math.min(given.orElse(absent), max));
  }

  private OptionalLong argument(Field field, String name) {
    for (Argument argument : field.getArguments()) {
      if (argument.getName().equals(name)) {
        return number(argument.getValue());
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong number(Value<?> value) {
    if (value instanceof IntValue literal) {
      BigInteger number = literal.getValue();
      return OptionalLong.of(number.bitLength() < 32 ? number.longValue() : Integer.MAX_VALUE);
    }
    if (value instanceof VariableReference reference
        && variables.get(reference.getName()) instanceof Number number) {
      return OptionalLong.of(number.longValue());
    }
    return OptionalLong.empty();
  }
}
