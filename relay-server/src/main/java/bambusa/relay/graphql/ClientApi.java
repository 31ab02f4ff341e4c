package bambusa.relay.graphql;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.relay.ingest.EntryPublisher;
import bambusa.relay.ingest.PublishResult;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.NextArgsAnswer;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What clients that publish use (p2panda.md 6.1). */
final class ClientApi {

  private final EntryReader store;
  private final EntryPublisher publisher;

  ClientApi(EntryReader store, EntryPublisher publisher) {
    this.store = store;
    this.publisher = publisher;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type("Query", type -> type.dataFetcher("nextArgs", this::nextArgs));
    wiring.type("Mutation", type -> type.dataFetcher("publish", this::publish));
  }

  private Answers.NextArguments nextArgs(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    NextArgsAnswer answer = store.nextArgs(arguments.publicKey(), arguments.viewId());
    if (answer instanceof NextArgsAnswer.Found found) {
      return new Answers.NextArguments(found.nextArgs());
    }
    NextArgsAnswer.Refused refused = (NextArgsAnswer.Refused) answer;
    throw new GraphQlFault(
        refused instanceof NextArgsAnswer.OperationNotFound
            ? GraphQlErrorCode.NOT_FOUND
            : GraphQlErrorCode.NEXT_ARGS_REFUSED,
        refused.message());
  }

  private CompletableFuture<Answers.NextArguments> publish(DataFetchingEnvironment field) {
    Arguments arguments = new Arguments(field.getArguments());
    return publisher
        .publish(new EncodedEntryAndOperation(arguments.entry(), arguments.operation()))
        .thenApply(ClientApi::published);
  }

  private static Answers.NextArguments published(PublishResult result) {
    if (result instanceof PublishResult.Stored stored) {
      return new Answers.NextArguments(stored.nextArgs());
    }
    if (result instanceof PublishResult.Refused refused) {
      throw new GraphQlFault(
          GraphQlErrorCode.ENTRY_REJECTED,
          refused.message(),
          Map.of("reason", refused.reason().name()));
    }
    if (result instanceof PublishResult.Full full) {
      throw new GraphQlFault(GraphQlErrorCode.STORE_FULL, full.message());
    }
    PublishResult.Busy busy = (PublishResult.Busy) result;
    throw new GraphQlFault(GraphQlErrorCode.TOO_MANY_REQUESTS, busy.message());
  }
}
