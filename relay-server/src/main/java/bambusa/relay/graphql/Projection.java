package bambusa.relay.graphql;

import com.fasterxml.jackson.core.io.SerializedString;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldCollector;
import graphql.execution.FieldCollectorParameters;
import graphql.execution.FieldValueInfo;
import graphql.execution.FieldValueInfo.CompleteValueType;
import graphql.execution.MergedField;
import graphql.introspection.Introspection;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnmodifiedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Works out once per field what was selected below it (fragments, directives, aliases and merging
 * by the library's own collector) instead of once per item of a list. A page of 1,000 entries is
 * thousands of fields, and resolving each one costs more than reading, encoding and compressing the
 * page.
 */
final class Projection {

  private final FieldCollector collector = new FieldCollector();

  /** Completes a resolved value, when it is one whose fields are all known. */
  Optional<FieldValueInfo> complete(
      ExecutionContext context, ExecutionStrategyParameters parameters) {
    if (!(parameters.getSource() instanceof Answerable value) || parameters.getField() == null) {
      return Optional.empty();
    }
    GraphQLObjectType type =
        (GraphQLObjectType) parameters.getExecutionStepInfo().getUnwrappedNonNullType();
    Selection selection = select(context, type, parameters.getField());
    return Optional.of(
        new FieldValueInfo(CompleteValueType.OBJECT, new Selection.Selected(value, selection)));
  }

  private Selection select(ExecutionContext context, GraphQLObjectType type, MergedField parent) {
    FieldCollectorParameters parameters =
        FieldCollectorParameters.newParameters()
            .schema(context.getGraphQLSchema())
            .objectType(type)
            .fragments(context.getFragmentsByName())
            .variables(context.getCoercedVariables().toMap())
            .graphQLContext(context.getGraphQLContext())
            .build();
    List<Selection.Column> columns = new ArrayList<>();
    for (MergedField field : collector.collectFields(parameters, parent).getSubFieldsList()) {
      columns.add(column(context, type, field));
    }
    return new Selection(columns);
  }

  private Selection.Column column(
      ExecutionContext context, GraphQLObjectType type, MergedField field) {
    SerializedString key = new SerializedString(field.getResultKey());
    String name = field.getName();
    if (name.equals(Introspection.TypeNameMetaFieldDef.getName())) {
      return new Selection.Column(key, name, type.getName(), null);
    }
    GraphQLUnmodifiedType below =
        GraphQLTypeUtil.unwrapAll(type.getFieldDefinition(name).getType());
    return new Selection.Column(key, name, null, selectBelow(context, below, field));
  }

  private @Nullable Selection selectBelow(
      ExecutionContext context, GraphQLUnmodifiedType type, MergedField field) {
    return type instanceof GraphQLObjectType object ? select(context, object, field) : null;
  }
}
