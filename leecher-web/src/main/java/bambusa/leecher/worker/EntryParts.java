package bambusa.leecher.worker;

import bambusa.bytes.VarU64;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.log.Entry;
import java.util.ArrayList;
import java.util.List;

/** Where the fields of an entry stand in its bytes (p2panda.md 1.2). */
final class EntryParts {

  /** A field and its bytes. */
  record Part(String name, int offset, int length) {}

  private final List<Part> parts = new ArrayList<>();
  private int offset;

  private EntryParts() {}

  /** In their order, without gaps. */
  static List<Part> of(Entry entry) {
    EntryParts found = new EntryParts();
    found.add("tag", 1);
    found.add("publicKey", PublicKey.SIZE);
    found.add("logId", VarU64.size(entry.logId().value()));
    found.add("seqNum", VarU64.size(entry.seqNum().value()));
    if (entry.skiplink().isPresent()) {
      found.add("skiplink", Hash.SIZE);
    }
    if (entry.backlink().isPresent()) {
      found.add("backlink", Hash.SIZE);
    }
    found.add("payloadSize", VarU64.size(entry.payloadSize()));
    found.add("payloadHash", Hash.SIZE);
    found.add("signature", Entry.SIGNATURE_SIZE);
    return found.parts;
  }

  private void add(String name, int length) {
    parts.add(new Part(name, offset, length));
    offset += length;
  }
}
