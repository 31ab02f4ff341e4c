package bambusa.relay.graphql;

import org.jspecify.annotations.Nullable;

/**
 * A request in the query of a URL, decoded ("GraphQL over HTTP", 6.1). Each is null when missing.
 *
 * @param variables JSON of an object
 * @param extensions JSON of an object
 */
public record UrlParameters(
    @Nullable String query,
    @Nullable String operationName,
    @Nullable String variables,
    @Nullable String extensions) {}
