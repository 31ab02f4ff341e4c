package bambusa.relay.storage;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.ingest.Standing;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.MalformedEntryException;
import bambusa.log.SeqNum;
import bambusa.operation.Action;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.operation.SchemaId;
import java.util.Arrays;

/**
 * How values of the protocol are written in columns, and read back.
 *
 * <pre>
 * unsigned 64 bits    minus 2^63, so that signed order is theirs
 * hash                its digest: the first two of its 34 bytes are the same in all
 * standing, action    a number, see the migrations
 * </pre>
 */
final class Columns {

  /** What no entry has: the height of an empty log. */
  static final long HEIGHT_0 = ofUnsigned(0);

  private static final int HASH_PREFIX_SIZE = 2;
  private static final byte[] HASH_PREFIX = {0x00, 0x20};

  private Columns() {}

  static long ofUnsigned(long number) {
    return number ^ Long.MIN_VALUE;
  }

  static long unsigned(long column) {
    return column ^ Long.MIN_VALUE;
  }

  static SeqNum seqNum(long column) {
    return new SeqNum(unsigned(column));
  }

  static byte[] ofHash(Hash hash) {
    return Arrays.copyOfRange(hash.bytes(), HASH_PREFIX_SIZE, Hash.SIZE);
  }

  static Hash hash(byte[] digest) {
    byte[] hash = Arrays.copyOf(HASH_PREFIX, Hash.SIZE);
    System.arraycopy(digest, 0, hash, HASH_PREFIX_SIZE, Hash.SIZE - HASH_PREFIX_SIZE);
    try {
      return Hash.fromBytes(hash);
    } catch (MalformedException e) {
      throw damaged("hash", e);
    }
  }

  static PublicKey publicKey(byte[] bytes) {
    try {
      return PublicKey.fromBytes(bytes);
    } catch (MalformedException e) {
      throw damaged("public key", e);
    }
  }

  static SchemaId schemaId(String text) {
    try {
      return SchemaId.parse(text);
    } catch (MalformedException e) {
      throw damaged("schema id", e);
    }
  }

  static int ofAction(Action action) {
    return switch (action) {
      case CREATE -> 0;
      case UPDATE -> 1;
      case DELETE -> 2;
    };
  }

  static int ofStanding(Standing standing) {
    return switch (standing) {
      case KEPT -> 0;
      case FORKED -> 1;
      case EVIDENCE -> 2;
    };
  }

  static Standing standing(int column) {
    return switch (column) {
      case 0 -> Standing.KEPT;
      case 1 -> Standing.FORKED;
      case 2 -> Standing.EVIDENCE;
      default -> throw new StorageException("the store is damaged: standing " + column);
    };
  }

  static EncodedEntryAndOperation encoded(byte[] entry, byte[] operation) {
    return new EncodedEntryAndOperation(new EncodedEntry(entry), new EncodedOperation(operation));
  }

  static Entry entry(byte[] bytes) {
    try {
      return new EntryDecoder().decode(new EncodedEntry(bytes));
    } catch (MalformedEntryException e) {
      throw damaged("entry", e);
    }
  }

  static Operation operation(byte[] bytes) {
    try {
      return OperationDecoder.decode(new EncodedOperation(bytes));
    } catch (MalformedException e) {
      throw damaged("operation", e);
    }
  }

  static StorageException damaged(String what, Throwable cause) {
    return new StorageException("the store is damaged: " + what + " " + cause.getMessage(), cause);
  }
}
