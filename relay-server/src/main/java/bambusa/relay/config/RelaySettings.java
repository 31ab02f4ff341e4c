package bambusa.relay.config;

import bambusa.crypto.PublicKey;
import bambusa.operation.SchemaId;
import bambusa.relay.peers.PeerAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What a relay is started with; every value was checked.
 *
 * @param dataDirectory absolute; need not exist yet
 * @param host a name or address that resolves
 * @param httpPort TCP; 0 lets the system choose
 * @param quicPort UDP, reserved for QUIC
 * @param allowedSchemas accepted and shared; none restricts nothing
 * @param allowedOwners whose documents are accepted and shared; none restricts nothing
 * @param peers pulled from
 * @param replicatedSchemas pulled from peers; none restricts nothing
 * @param replicatedOwners whose documents are pulled from peers; none restricts nothing
 */
public record RelaySettings(
    Path dataDirectory,
    String host,
    int httpPort,
    int quicPort,
    List<SchemaId> allowedSchemas,
    List<PublicKey> allowedOwners,
    List<PeerAddress> peers,
    List<SchemaId> replicatedSchemas,
    List<PublicKey> replicatedOwners) {

  public RelaySettings {
    allowedSchemas = List.copyOf(allowedSchemas);
    allowedOwners = List.copyOf(allowedOwners);
    peers = List.copyOf(peers);
    replicatedSchemas = List.copyOf(replicatedSchemas);
    replicatedOwners = List.copyOf(replicatedOwners);
  }
}
