package bambusa.relay.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import java.util.Locale;

/**
 * The scalars of the API (p2panda.md 6.4), all of them strings. Here only a string is told from
 * anything else; its form is checked by {@link Arguments}, since values of variables that a client
 * declared as {@code String} never come by here (p2panda.md 6.5).
 */
final class Scalars {

  private static final List<String> NAMES =
      List.of(
          "PublicKey",
          "EntryHash",
          "DocumentId",
          "DocumentViewId",
          "SchemaId",
          "LogId",
          "SeqNum",
          "EncodedEntry",
          "EncodedOperation",
          "ReplicationCursor",
          "LogHeight",
          "LogKey",
          "Fingerprint",
          "Count");

  private Scalars() {}

  static void wire(RuntimeWiring.Builder wiring) {
    for (String name : NAMES) {
      wiring.scalar(
          GraphQLScalarType.newScalar().name(name).coercing(new StringForm(name)).build());
    }
  }

  private record StringForm(String name) implements Coercing<String, Object> {

    /** Answers are written by {@link AnswerWriter}, which writes bytes without making strings. */
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return value;
    }

    @Override
    public String parseValue(Object input, GraphQLContext context, Locale locale) {
      if (input instanceof String text) {
        return text;
      }
      throw new CoercingParseValueException(expected());
    }

    @Override
    public String parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (input instanceof StringValue text && text.getValue() != null) {
        return text.getValue();
      }
      throw new CoercingParseLiteralException(expected());
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return StringValue.of(input.toString());
    }

    private String expected() {
      return "expected a string of type \"" + name + "\"";
    }
  }
}
