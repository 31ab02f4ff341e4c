package bambusa.relay.config;

import bambusa.crypto.PublicKey;
import bambusa.operation.SchemaId;
import bambusa.relay.limits.AddressRange;
import bambusa.relay.limits.Limits;
import bambusa.relay.logging.LogFormat;
import bambusa.relay.peers.PeerAddress;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.storage.StoreAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
 * @param hosting what bounds it, and what its host wants beside
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
    List<PublicKey> replicatedOwners,
    Hosting hosting) {

  /**
   * What whoever hosts it wants.
   *
   * @param trustedProxies whose word about the address of a client is taken
   * @param policy a command that accepts or refuses new documents
   * @param logFormat of the lines on standard error
   */
  public record Hosting(
      Limits limits,
      List<AddressRange> trustedProxies,
      Optional<String> policy,
      LogFormat logFormat) {

    /** Nothing in particular. */
    public static final Hosting DEFAULT =
        new Hosting(Limits.DEFAULT, List.of(), Optional.empty(), LogFormat.TEXT);

    public Hosting {
      trustedProxies = List.copyOf(trustedProxies);
    }
  }

  /**
   * GraphQL over QUIC.
   *
   * @param listens whether it answers; it asks peers in either case
   * @param port UDP; 0 lets the system choose
   * @param verifies whether it dials nodes that ask whether they can be reached
   * @param layout of messages to peers that have said nothing yet
   * @param upnp whether the router is asked to forward the port
   */
  public record Quic(
      boolean listens, int port, boolean verifies, MessageLayout layout, boolean upnp) {}

  public RelaySettings {
    allowedSchemas = List.copyOf(allowedSchemas);
    allowedOwners = List.copyOf(allowedOwners);
    peers = List.copyOf(peers);
    replicatedSchemas = List.copyOf(replicatedSchemas);
    replicatedOwners = List.copyOf(replicatedOwners);
  }
}
