package bambusa.replication;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answers to {@link Question.Heights} and {@link Question.Ranges}. */
final class HeightsReader {

  private static final String LOG_HEIGHTS = "logHeights";
  private static final byte[] LOG_RANGES = JsonScanner.ascii("logRanges");
  private static final byte[] PROOFS = JsonScanner.ascii("proofs");
  private static final byte[] AUTHORS = JsonScanner.ascii("authors");
  private static final byte[] PUBLIC_KEY = JsonScanner.ascii("publicKey");
  private static final byte[] LOGS = JsonScanner.ascii("logs");
  private static final String FORK_PROOFS_MEMBER = "forkProofs";
  private static final byte[] FORK_PROOFS = JsonScanner.ascii(FORK_PROOFS_MEMBER);
  private static final byte[] TO = JsonScanner.ascii("to");
  private static final byte[] FINGERPRINT = JsonScanner.ascii("fingerprint");

  private static final int MAX_SCALAR_BYTES = 96;
  private static final int MAX_RANGES = 16_384;

  private final int maxLogs;

  /** Refuses answers of more logs. */
  HeightsReader(int maxLogs) {
    this.maxLogs = maxLogs;
  }

  Reply heights(JsonScanner in) throws MalformedException {
    return ResponseScanner.member(in, LOG_HEIGHTS, this::heightsPage);
  }

  private Reply heightsPage(JsonScanner in) throws MalformedException {
    List<LogHeight> logs = new ArrayList<>();
    List<FeedPage.EncodedForkProof> forkProofs = new ArrayList<>();
    PageEnd end = new PageEnd();
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(AUTHORS)) {
        authors(in, logs);
      } else if (in.named(FORK_PROOFS)) {
        FeedPageReader.forkProofs(in, maxLogs, forkProofs);
      } else {
        end.readOrSkip(in);
      }
    }
    return new Reply.Heights(logs, forkProofs, end.cursor(), end.hasNextPage(), end.reset());
  }

  Reply proofs(JsonScanner in) throws MalformedException {
    return ResponseScanner.member(in, FORK_PROOFS_MEMBER, this::proofsPage);
  }

  private Reply proofsPage(JsonScanner in) throws MalformedException {
    List<FeedPage.EncodedForkProof> forkProofs = new ArrayList<>();
    PageEnd end = new PageEnd();
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(PROOFS)) {
        FeedPageReader.forkProofs(in, maxLogs, forkProofs);
      } else {
        end.readOrSkip(in);
      }
    }
    return new Reply.Proofs(forkProofs, end.cursor(), end.hasNextPage());
  }

  /** The ranges come in their order, and those of one that was asked for fill it. */
  Reply ranges(JsonScanner in, List<LogRange.Asked> asked) throws MalformedException {
    RangeBounds bounds = new RangeBounds(asked);
    List<LogRange> ranges = new ArrayList<>();
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (!in.named(LOG_RANGES)) {
        in.skip();
        continue;
      }
      in.open('[');
      while (in.another(']')) {
        if (ranges.size() == MAX_RANGES) {
          throw new MalformedException("expected at most " + MAX_RANGES + " ranges, got more");
        }
        ranges.add(range(in, bounds));
      }
    }
    return new Reply.Ranges(ranges);
  }

  private LogRange range(JsonScanner in, RangeBounds bounds) throws MalformedException {
    @Nullable LogBound to = null;
    @Nullable Fingerprint fingerprint = null;
    @Nullable List<LogHeight> heights = null;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(TO)) {
        to = in.nextIsNull() ? null : LogBound.parse(in.text(MAX_SCALAR_BYTES));
      } else if (in.named(FINGERPRINT)) {
        fingerprint = Fingerprint.parse(in.text(MAX_SCALAR_BYTES));
      } else if (in.named(AUTHORS)) {
        heights = in.nextIsNull() ? null : authors(in, new ArrayList<>());
      } else {
        in.skip();
      }
    }
    LogBound from = bounds.beginningOf(to);
    return new LogRange(from, to, 0, JsonMember.required("fingerprint", fingerprint), heights);
  }

  private List<LogHeight> authors(JsonScanner in, List<LogHeight> heights)
      throws MalformedException {
    in.open('[');
    while (in.another(']')) {
      author(in, heights);
    }
    return heights;
  }

  private void author(JsonScanner in, List<LogHeight> heights) throws MalformedException {
    @Nullable PublicKey author = null;
    List<String> logs = new ArrayList<>();
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(PUBLIC_KEY)) {
        author = PublicKey.parse(in.text(MAX_SCALAR_BYTES));
      } else if (in.named(LOGS)) {
        in.open('[');
        while (in.another(']')) {
          if (heights.size() + logs.size() == maxLogs) {
            throw new MalformedException("expected at most " + maxLogs + " logs, got more");
          }
          logs.add(in.text(MAX_SCALAR_BYTES));
        }
      } else {
        in.skip();
      }
    }
    for (String log : logs) {
      heights.add(height(JsonMember.required("publicKey", author), log));
    }
  }

  /** {@code logId:seqNum}, both decimal. */
  private static LogHeight height(PublicKey author, String text) throws MalformedException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new MalformedException("expected a log height like 3:12, got '" + text + "'");
    }
    LogKey log = new LogKey(author, LogId.parse(text.substring(0, colon)));
    return new LogHeight(log, SeqNum.parse(text.substring(colon + 1)).value());
  }
}
