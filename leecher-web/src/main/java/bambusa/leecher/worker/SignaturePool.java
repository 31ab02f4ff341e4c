package bambusa.leecher.worker;

import bambusa.bytes.ByteReader;
import bambusa.bytes.ByteWriter;
import bambusa.bytes.MalformedException;
import bambusa.crypto.BatchVerifier;
import bambusa.crypto.PublicKey;
import bambusa.ingest.SignatureJudge;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.Promises;
import bambusa.leecher.js.VerifyingWorker;
import bambusa.leecher.js.WorkerScope;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/**
 * Judges signatures in workers of their own, so that pages are decoded, decided and stored
 * meanwhile. A batch is cut into equal parts in its order: that loads the workers evenly, and costs
 * one more term of the sum for each author in several parts, which is little against that. Small
 * batches, as they come when entries arrive one by one, are judged here.
 */
final class SignaturePool implements SignatureJudge {

  /** Fewer are done here before they would be there. */
  private static final int MIN_PART = 64;

  private static final int MAX_WORKERS = 4;
  private static final int AUTHOR_OFFSET = 1;

  private final BatchVerifier verifier = new BatchVerifier(WorkerScope::fillRandom);
  private final String script;
  private final int size;
  private final int localBatch;
  private final List<VerifyingWorker> workers = new ArrayList<>();
  private boolean broken;

  /**
   * A pool for one leecher.
   *
   * @param script what to start workers from
   * @param cores how many threads the machine runs at once
   * @param localBatch how many signatures are judged here at a time before others get their turn
   */
  SignaturePool(String script, int cores, int localBatch) {
    this.script = script;
    this.size = Math.max(1, Math.min(MAX_WORKERS, cores - 1));
    this.localBatch = localBatch;
  }

  @Override
  public boolean[] judge(List<EncodedEntry> entries) {
    if (entries.size() >= MIN_PART && !broken) {
      try {
        return judgeInWorkers(entries);
      } catch (JsException | MalformedException e) {
        WorkerScope.note("signatures are verified without help from now on: " + e.getMessage());
        broken = true;
        close();
      }
    }
    return judgeHere(entries);
  }

  /** Ends the workers, which take memory; a large batch starts them again. */
  void close() {
    workers.forEach(VerifyingWorker::terminate);
    workers.clear();
  }

  private boolean[] judgeInWorkers(List<EncodedEntry> entries)
      throws JsException, MalformedException {
    int parts = Math.min(size, entries.size() / MIN_PART);
    while (workers.size() < parts) {
      workers.add(VerifyingWorker.start(script));
    }
    List<JSPromise<JSObject>> answers = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = part * entries.size() / parts;
      int until = (part + 1) * entries.size() / parts;
      answers.add(workers.get(part).verify(Bytes.toJs(pack(entries.subList(from, until)))));
    }
    boolean[] verdicts = new boolean[entries.size()];
    int at = 0;
    for (JSPromise<JSObject> answer : answers) {
      for (byte verdict : Bytes.toJava(Promises.await(answer))) {
        verdicts[at++] = verdict == 1;
      }
    }
    if (at != verdicts.length) {
      throw new MalformedException("expected " + verdicts.length + " verdicts, got " + at);
    }
    return verdicts;
  }

  private boolean[] judgeHere(List<EncodedEntry> entries) {
    boolean[] verdicts = new boolean[entries.size()];
    for (int from = 0; from < verdicts.length; from += localBatch) {
      int until = Math.min(verdicts.length, from + localBatch);
      boolean[] some = judge(verifier, entries.subList(from, until));
      System.arraycopy(some, 0, verdicts, from, some.length);
      if (until < verdicts.length) {
        Promises.pause();
      }
    }
    return verdicts;
  }

  /** For each entry whether its last 64 bytes sign all before them. */
  private static boolean[] judge(BatchVerifier verifier, List<EncodedEntry> entries) {
    for (EncodedEntry entry : entries) {
      byte[] bytes = entry.bytes();
      int signature = bytes.length - Entry.SIGNATURE_SIZE;
      verifier.add(bytes, AUTHOR_OFFSET, bytes, 0, signature, bytes, signature);
    }
    return verifier.verify();
  }

  /** Sizes and bytes of entries that were decoded, so that each has an author and a signature. */
  private static byte[] pack(List<EncodedEntry> entries) {
    ByteWriter out = new ByteWriter(entries.size() * EncodedEntry.MAX_SIZE);
    for (EncodedEntry entry : entries) {
      out.varU64(entry.size()).bytes(entry.bytes());
    }
    return out.toBytes();
  }

  /** What a verifying worker does with a packed batch: a byte for each, 1 where it holds. */
  static byte[] answer(BatchVerifier verifier, byte[] packed) throws MalformedException {
    ByteReader in = new ByteReader(packed);
    List<EncodedEntry> entries = new ArrayList<>();
    while (in.remaining() > 0) {
      long size = in.varU64();
      if (size < AUTHOR_OFFSET + PublicKey.SIZE + Entry.SIGNATURE_SIZE
          || size > EncodedEntry.MAX_SIZE) {
        throw new MalformedException("expected a decoded entry, got one of " + size + " bytes");
      }
      entries.add(new EncodedEntry(in.bytes((int) size)));
    }
    boolean[] verdicts = judge(verifier, entries);
    byte[] answer = new byte[verdicts.length];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = (byte) (verdicts[i] ? 1 : 0);
    }
    return answer;
  }
}
