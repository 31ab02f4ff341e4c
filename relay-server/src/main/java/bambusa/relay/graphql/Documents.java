package bambusa.relay.graphql;

import graphql.language.Document;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.parser.exceptions.ParseCancelledTooDeepException;
import graphql.parser.exceptions.ParseCancelledTooManyCharsException;
import graphql.schema.GraphQLSchema;
import graphql.validation.GoodFaithIntrospectionExceeded;
import graphql.validation.OperationValidationRule;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a query into a document that is within its limits and valid. Keeps the last few
 * documents that were, since clients repeat the same text with other variables. Used by any thread.
 */
final class Documents {

  private static final int KEPT_DOCUMENTS = 200;
  private static final int MAX_KEPT_CHARACTERS = 4_000;
  private static final int MAX_RULE_DEPTH = 200;
  private static final int MAX_WHITESPACE_TOKENS = 100_000;

  private final GraphQLSchema schema;
  private final GraphQlLimits limits;
  private final ParserOptions parserOptions;
  private final Map<String, Document> kept =
      new LinkedHashMap<>(KEPT_DOCUMENTS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Document> eldest) {
          return size() > KEPT_DOCUMENTS;
        }
      };

  Documents(GraphQLSchema schema, GraphQlLimits limits) {
    this.schema = schema;
    this.limits = limits;
    this.parserOptions =
        ParserOptions.newParserOptions()
            .maxCharacters(limits.maxCharacters())
            .maxTokens(limits.maxTokens())
            .maxWhitespaceTokens(MAX_WHITESPACE_TOKENS)
            .maxRuleDepth(MAX_RULE_DEPTH)
            .captureIgnoredChars(false)
            .captureLineComments(false)
            .build();
  }

  /**
   * The document of a query.
   *
   * @throws Invalid with every reason
   */
  Document of(String query) throws Invalid {
    Document known = known(query);
    if (known != null) {
      return known;
    }
    try {
      QueryNumbers.check(query);
      Document document = parse(query);
      DocumentLimits.check(document, limits);
      validate(document);
      keep(query, document);
      return document;
    } catch (GraphQlFault fault) {
      throw new Invalid(List.of(AnswerError.of(fault)));
    }
  }

  private Document parse(String query) throws Invalid {
    try {
      return new Parser()
          .parseDocument(
              ParserEnvironment.newParserEnvironment()
                  .document(query)
                  .parserOptions(parserOptions)
                  .locale(Locale.ROOT)
                  .build());
    } catch (ParseCancelledTooManyCharsException e) {
      throw GraphQlFault.over(
          GraphQlErrorCode.QUERY_TOO_LONG,
          "number of characters",
          query.length(),
          limits.maxCharacters());
    } catch (ParseCancelledTooDeepException e) {
      throw tooDeep();
    } catch (ParseCancelledException e) {
      throw new GraphQlFault(
          GraphQlErrorCode.QUERY_TOO_MANY_TOKENS,
          "number of tokens exceeds the limit of " + limits.maxTokens(),
          Map.of("limit", limits.maxTokens()));
    } catch (InvalidSyntaxException e) {
      throw new Invalid(
          List.of(AnswerError.of(e.toInvalidSyntaxError(), GraphQlErrorCode.QUERY_SYNTAX)));
    }
  }

  private GraphQlFault tooDeep() {
    return new GraphQlFault(
        GraphQlErrorCode.QUERY_TOO_DEEP,
        "depth exceeds the limit of " + limits.maxDepth(),
        Map.of("limit", limits.maxDepth()));
  }

  private void validate(Document document) throws Invalid {
    List<ValidationError> errors;
    try {
      // p2panda.md 6.5: clients declare String where the API says PublicKey, DocumentViewId,
      // EncodedEntry. The values are checked by the resolvers.
      errors =
          new Validator()
              .validateDocument(
                  schema,
                  document,
                  rule -> rule != OperationValidationRule.VARIABLE_TYPES_MATCH,
                  Locale.ROOT);
    } catch (GoodFaithIntrospectionExceeded e) {
      throw new GraphQlFault(
          GraphQlErrorCode.INTROSPECTION_REFUSED, e.toBadFaithError().getMessage());
    }
    if (!errors.isEmpty()) {
      throw new Invalid(
          errors.stream().map(e -> AnswerError.of(e, GraphQlErrorCode.QUERY_INVALID)).toList());
    }
  }

  private @Nullable Document known(String query) {
    synchronized (kept) {
      return kept.get(query);
    }
  }

  private void keep(String query, Document document) {
    if (query.length() <= MAX_KEPT_CHARACTERS) {
      synchronized (kept) {
        kept.put(query, document);
      }
    }
  }

  /** The query cannot be executed. */
  static final class Invalid extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<AnswerError> errors;

    private Invalid(List<AnswerError> errors) {
      super(null, null, false, false);
      this.errors = List.copyOf(errors);
    }

    List<AnswerError> errors() {
      return errors;
    }
  }
}
