package bambusa.log;

import bambusa.bytes.ByteReader;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Decodes entries in the steps of p2panda.md 1.6, all but the last: the signature is judged by the
 * verifier, in batches. A decoder remembers the keys it has seen, since checking one for being a
 * curve point costs much more than the rest; it serves one thread.
 */
public final class EntryDecoder {

  private static final int TAG_REGULAR = 0;
  private static final int TAG_END_OF_LOG = 1;

  /** More authors than a page has entries, and still less than 1 MB. */
  private static final int MAX_REMEMBERED_KEYS = 4_096;

  private final RecentKeys curvePoints = new RecentKeys(MAX_REMEMBERED_KEYS);

  /**
   * @throws MalformedEntryException naming the step that rejects
   */
  public Entry decode(EncodedEntry encoded) throws MalformedEntryException {
    ByteReader in = new ByteReader(encoded.shared());
    boolean endOfLog = tag(in) == TAG_END_OF_LOG;
    PublicKey author = author(in);
    LogId logId = new LogId(varU64(in, EntryFault.LOG_ID, "log_id"));
    SeqNum seqNum = seqNum(in);
    Hash skiplink =
        Skiplink.isEncoded(seqNum) ? hash(in, EntryFault.SKIPLINK, "lipmaa link yamf hash") : null;
    Hash backlink = seqNum.isFirst() ? null : hash(in, EntryFault.BACKLINK, "backlink yamf hash");
    long payloadSize = varU64(in, EntryFault.PAYLOAD_SIZE, "payload size");
    Hash payloadHash = hash(in, EntryFault.PAYLOAD_HASH, "payload hash");
    expectSignature(in);
    expectDifferent(skiplink, backlink);
    LogPosition position = new LogPosition(new LogKey(author, logId), seqNum);
    return new Entry(
        encoded, new EntryFields(endOfLog, position, skiplink, backlink, payloadSize, payloadHash));
  }

  private static int tag(ByteReader in) throws MalformedEntryException {
    int tag = octet(in);
    // Bamboo, "Encoding": a zero byte for regular entries, a one byte for the end of log, and no
    // other.
    if (tag != TAG_REGULAR && tag != TAG_END_OF_LOG) {
      throw new MalformedEntryException(EntryFault.TAG, "expected tag 0 or 1, got " + tag);
    }
    return tag;
  }

  private static int octet(ByteReader in) throws MalformedEntryException {
    try {
      return in.octet();
    } catch (MalformedException e) {
      throw new MalformedEntryException(EntryFault.EMPTY, "Bytes to decode had length of 0");
    }
  }

  private PublicKey author(ByteReader in) throws MalformedEntryException {
    try {
      PublicKey author = PublicKey.fromBytes(in.bytes(PublicKey.SIZE));
      if (curvePoints.contains(author)) {
        return author;
      }
      if (author.isCurvePoint()) {
        curvePoints.add(author);
        return author;
      }
      throw new MalformedEntryException(
          EntryFault.PUBLIC_KEY,
          "Could not decode author public key from bytes: " + author + " is not a curve point");
    } catch (MalformedEntryException e) {
      throw e;
    } catch (MalformedException e) {
      throw new MalformedEntryException(
          EntryFault.PUBLIC_KEY,
          "Could not decode author public key from bytes: " + e.getMessage());
    }
  }

  private static SeqNum seqNum(ByteReader in) throws MalformedEntryException {
    long value = varU64(in, EntryFault.SEQ_NUM, "entry sequence number");
    if (value == 0) {
      throw new MalformedEntryException(
          EntryFault.SEQ_NUM_ZERO, "Entry sequence must be larger than 0 but was 0");
    }
    return new SeqNum(value);
  }

  private static long varU64(ByteReader in, EntryFault fault, String name)
      throws MalformedEntryException {
    try {
      return in.varU64();
    } catch (MalformedException e) {
      throw new MalformedEntryException(fault, "Could not decode " + name + ": " + e.getMessage());
    }
  }

  private static Hash hash(ByteReader in, EntryFault fault, String name)
      throws MalformedEntryException {
    try {
      return Hash.fromBytes(in.bytes(Hash.SIZE));
    } catch (MalformedException e) {
      throw new MalformedEntryException(fault, "Could not decode " + name + ": " + e.getMessage());
    }
  }

  private static void expectSignature(ByteReader in) throws MalformedEntryException {
    if (in.remaining() < Entry.SIGNATURE_SIZE) {
      throw new MalformedEntryException(
          EntryFault.SIGNATURE_SIZE,
          "Could not decode signature: expected 64 bytes, got " + in.remaining());
    }
    if (in.remaining() > Entry.SIGNATURE_SIZE) {
      throw new MalformedEntryException(
          EntryFault.TRAILING_BYTES,
          "expected the signature to end the entry, got "
              + (in.remaining() - Entry.SIGNATURE_SIZE)
              + " more bytes");
    }
  }

  private static void expectDifferent(@Nullable Hash skiplink, @Nullable Hash backlink)
      throws MalformedEntryException {
    if (skiplink != null && backlink != null && skiplink.equals(backlink)) {
      throw new MalformedEntryException(
          EntryFault.LINKS_IDENTICAL, "backlink and skiplink are identical");
    }
  }
}
