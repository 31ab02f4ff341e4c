package bambusa.log;

import bambusa.bytes.ByteWriter;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.crypto.Signer;
import org.jspecify.annotations.Nullable;

/** Encodes and signs entries (p2panda.md 1.2). */
public final class EntryEncoder {

  private EntryEncoder() {}

  /**
   * Signs an entry that carries some payload.
   *
   * @param place where the entry goes: log, sequence number and links as next args give them
   * @param payload the encoded operation
   * @throws IllegalArgumentException when a link is missing or should not be there
   */
  public static Entry sign(Signer signer, Place place, byte[] payload) {
    EntryFields fields =
        new EntryFields(
            false,
            new LogPosition(new LogKey(signer.publicKey(), place.logId()), place.seqNum()),
            place.skiplink(),
            place.backlink(),
            payload.length,
            Hash.of(payload));
    byte[] unsigned = unsigned(fields);
    byte[] signature = signer.sign(unsigned);
    return new Entry(
        new EncodedEntry(new ByteWriter().bytes(unsigned).bytes(signature).toBytes()), fields);
  }

  /** Where an entry goes in its author's log. */
  public record Place(
      LogId logId, SeqNum seqNum, @Nullable Hash skiplink, @Nullable Hash backlink) {

    public Place {
      if ((skiplink != null) != Skiplink.isEncoded(seqNum)
          || (backlink == null) != seqNum.isFirst()) {
        throw new IllegalArgumentException(
            "backlink and skiplink not valid for sequence number " + seqNum);
      }
    }

    /** The beginning of a log. */
    public static Place first(LogId logId) {
      return new Place(logId, SeqNum.FIRST, null, null);
    }
  }

  private static byte[] unsigned(EntryFields fields) {
    PublicKey author = fields.position().log().author();
    ByteWriter out =
        new ByteWriter(EncodedEntry.MAX_SIZE)
            .octet(fields.endOfLog() ? 1 : 0)
            .bytes(author.bytes())
            .varU64(fields.position().log().logId().value())
            .varU64(fields.position().seqNum().value());
    link(out, fields.skiplink());
    link(out, fields.backlink());
    return out.varU64(fields.payloadSize()).bytes(fields.payloadHash().bytes()).toBytes();
  }

  private static void link(ByteWriter out, @Nullable Hash link) {
    if (link != null) {
      out.bytes(link.bytes());
    }
  }
}
