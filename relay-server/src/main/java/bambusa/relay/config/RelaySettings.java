package bambusa.relay.config;

import bambusa.crypto.PublicKey;
import bambusa.operation.SchemaId;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.storage.StoreAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What a relay is started with; every value was checked.
 *
 * @param dataDirectory absolute; need not exist yet
 * @param store in the data directory unless told otherwise
 * @param host a name or address that resolves
 * @param httpPort TCP; 0 lets the system choose
 * @param quic whether and how it speaks QUIC
 * @param allowedSchemas accepted and shared; none restricts nothing
 * @param allowedOwners whose documents are accepted and shared; none restricts nothing
 * @param peers pulled from
 * @param replicatedSchemas pulled from peers; none restricts nothing
 * @param replicatedOwners whose documents are pulled from peers; none restricts nothing
 */
public record RelaySettings(
    Path dataDirectory,
    StoreAddress store,
    String host,
    int httpPort,
    Quic quic,
    List<SchemaId> allowedSchemas,
    List<PublicKey> allowedOwners,
    List<PeerAddress> peers,
    List<SchemaId> replicatedSchemas,
    List<PublicKey> replicatedOwners) {

  /**
   * GraphQL over QUIC.
   *
   * @param listens whether it answers; it asks peers in either case
   * @param port UDP; 0 lets the system choose
   * @param layout of messages to peers that have said nothing yet
   * @param upnp whether the router is asked to forward the port
   */
  public record Quic(boolean listens, int port, MessageLayout layout, boolean upnp) {}

  public RelaySettings {
    allowedSchemas = List.copyOf(allowedSchemas);
    allowedOwners = List.copyOf(allowedOwners);
    peers = List.copyOf(peers);
    replicatedSchemas = List.copyOf(replicatedSchemas);
    replicatedOwners = List.copyOf(replicatedOwners);
  }
}
