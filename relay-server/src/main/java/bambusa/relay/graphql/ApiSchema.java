package bambusa.relay.graphql;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Joins schema.graphqls, the one description of the API, with what resolves its root fields. */
final class ApiSchema {

  private ApiSchema() {}

  static GraphQLSchema of(RelayParts relay, GraphQlLimits limits, HeldQueries held) {
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    Scalars.wire(wiring);
    new ClientApi(relay.store(), relay.publisher()).wire(wiring);
    new StandardQueries(relay.store()).wire(wiring);
    new ReplicationQueries(relay, held, limits).wire(wiring);
    new RangeQueries(relay.store()).wire(wiring);
    return new SchemaGenerator()
        .makeExecutableSchema(new SchemaParser().parse(text()), wiring.build());
  }

  private static String text() {
    try (InputStream file = ApiSchema.class.getResourceAsStream("schema.graphqls")) {
      if (file == null) {
        throw new IllegalStateException("schema.graphqls is not packed with this class");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
