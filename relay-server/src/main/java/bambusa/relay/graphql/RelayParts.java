package bambusa.relay.graphql;

import bambusa.operation.SchemaId;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.ingest.EntryPublisher;
import bambusa.relay.storage.EntryReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine answers from.
 *
 * @param version of the software
 * @param sharedSchemas what the relay restricts itself to; null when it shares everything
 */
public record RelayParts(
    EntryReader store,
    EntryPublisher publisher,
    ArrivalSignal arrivals,
    String version,
    @Nullable List<SchemaId> sharedSchemas) {

  /** Copies the list. */
  public RelayParts {
    sharedSchemas = sharedSchemas == null ? null : List.copyOf(sharedSchemas);
  }
}
