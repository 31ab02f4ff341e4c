package bambusa.log;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decoded Bamboo entry (p2panda.md 1.2). Its structure is sound; that its signature holds is for
 * the verifier to say, and that its links lead to what is stored is for ingest.
 *
 * <pre>
 * tag 1 | author 32 | log id v | seq num v | skiplink 34? | backlink 34? | payload size v | payload hash 34 | signature 64
 * </pre>
 */
public final class Entry {

  /** Size of the signature in bytes. */
  public static final int SIGNATURE_SIZE = 64;

  private final EncodedEntry encoded;
  private final boolean endOfLog;
  private final LogPosition position;
  private final @Nullable Hash skiplink;
  private final @Nullable Hash backlink;
  private final long payloadSize;
  private final Hash payloadHash;
  private final Hash hash;

  /** Only the decoder and the encoder know how fields and bytes belong together. */
  Entry(EncodedEntry encoded, EntryFields fields) {
    this.encoded = encoded;
    this.endOfLog = fields.endOfLog();
    this.position = fields.position();
    this.skiplink = fields.skiplink();
    this.backlink = fields.backlink();
    this.payloadSize = fields.payloadSize();
    this.payloadHash = fields.payloadHash();
    this.hash = Hash.of(encoded.shared());
  }

  public EncodedEntry encoded() {
    return encoded;
  }

  /** The entry's name, and the operation id of what it carries: the hash over all its bytes. */
  public Hash hash() {
    return hash;
  }

  public boolean endOfLog() {
    return endOfLog;
  }

  public PublicKey author() {
    return position.log().author();
  }

  public LogId logId() {
    return position.log().logId();
  }

  public LogKey logKey() {
    return position.log();
  }

  public SeqNum seqNum() {
    return position.seqNum();
  }

  public LogPosition position() {
    return position;
  }

  /** Present exactly where the sequence number asks for one ({@link Skiplink#isEncoded}). */
  public Optional<Hash> skiplink() {
    return Optional.ofNullable(skiplink);
  }

  /** Present on every entry but the first. */
  public Optional<Hash> backlink() {
    return Optional.ofNullable(backlink);
  }

  /** Size of the encoded operation in bytes, unsigned. */
  public long payloadSize() {
    return payloadSize;
  }

  public Hash payloadHash() {
    return payloadHash;
  }

  /** Ed25519 over everything before it: 64 bytes, R followed by S. */
  public byte[] signature() {
    byte[] bytes = encoded.shared();
    return Arrays.copyOfRange(bytes, bytes.length - SIGNATURE_SIZE, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry entry && encoded.equals(entry.encoded);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  /** Position and short hash, for messages to people. */
  @Override
  public String toString() {
    return position + " " + hash.toString().substring(0, 12);
  }
}
