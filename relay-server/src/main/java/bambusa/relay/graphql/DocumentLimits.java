package bambusa.relay.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures a parsed document before it is validated, in time linear to its length: every fragment
 * is measured once, so fragments that double each other are counted and not expanded. What is not
 * valid (cycles, unknown fragments) is left to validation.
 */
final class DocumentLimits {

  /** The usual tools ask for types within types to about 15 levels. */
  private static final int MAX_INTROSPECTION_DEPTH = 20;

  private static final Size EMPTY = new Size(0, 0, 0, 0);

  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Map<String, Size> measured = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final GraphQlLimits limits;

  private DocumentLimits(Document document, GraphQlLimits limits) {
    this.limits = limits;
    for (FragmentDefinition fragment : document.getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.put(fragment.getName(), fragment);
    }
  }

  /**
   * Checks every operation of the document.
   *
   * @throws GraphQlFault naming the limit that is exceeded
   */
  static void check(Document document, GraphQlLimits limits) {
    DocumentLimits check = new DocumentLimits(document, limits);
    for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
      check.check(check.measure(operation.getSelectionSet()));
    }
  }

  private void check(Size size) {
    refuseAbove(
        GraphQlErrorCode.QUERY_TOO_MANY_ALIASES,
        "number of root fields",
        size.width,
        limits.maxRootFields());
    refuseAbove(GraphQlErrorCode.QUERY_TOO_DEEP, "depth", size.depth, limits.maxDepth());
    refuseAbove(
        GraphQlErrorCode.QUERY_TOO_DEEP,
        "depth of introspection",
        size.introspectionDepth,
        MAX_INTROSPECTION_DEPTH);
    refuseAbove(
        GraphQlErrorCode.QUERY_TOO_MANY_FIELDS,
        "number of fields",
        size.fields,
        limits.maxFields());
  }

  private static void refuseAbove(GraphQlErrorCode code, String what, long value, long limit) {
    if (value > limit) {
      throw GraphQlFault.over(code, what, value, limit);
    }
  }

  private Size measure(@Nullable SelectionSet selectionSet) {
    Size size = EMPTY;
    if (selectionSet != null) {
      for (Selection<?> selection : selectionSet.getSelections()) {
        size = size.beside(measure(selection));
      }
    }
    return size;
  }

  private Size measure(Selection<?> selection) {
    if (selection instanceof Field field) {
      return measure(field.getSelectionSet()).below(field.getName().startsWith("__"));
    }
    if (selection instanceof InlineFragment inline) {
      return measure(inline.getSelectionSet());
    }
    return measureFragment(((FragmentSpread) selection).getName());
  }

  private Size measureFragment(String name) {
    Size known = measured.get(name);
    if (known != null) {
      return known;
    }
    FragmentDefinition fragment = fragments.get(name);
    if (fragment == null || !open.add(name)) {
      return EMPTY;
    }
    Size size = measure(fragment.getSelectionSet());
    open.remove(name);
    measured.put(name, size);
    return size;
  }

  /**
   * Of a selection set.
   *
   * @param width fields at its top
   * @param fields in all of it
   * @param depth of ordinary fields
   * @param introspectionDepth of fields below one whose name begins with two underscores
   */
  private record Size(long width, long fields, int depth, int introspectionDepth) {

    Size beside(Size other) {
      return new Size(
          saturated(width + other.width),
          saturated(fields + other.fields),
          Math.max(depth, other.depth),
          Math.max(introspectionDepth, other.introspectionDepth));
    }

    Size below(boolean introspection) {
      if (introspection) {
        int deepest = Math.max(depth, introspectionDepth) + 1;
        return new Size(1, saturated(fields + 1), 0, deepest);
      }
      // What is inside an introspection field was counted there.
      int inner = introspectionDepth == 0 ? 0 : introspectionDepth + 1;
      return new Size(1, saturated(fields + 1), depth + 1, inner);
    }

    private static long saturated(long sum) {
      return Math.min(sum, Integer.MAX_VALUE);
    }
  }
}
