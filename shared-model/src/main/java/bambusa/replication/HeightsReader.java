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

  private static final byte[] LOG_HEIGHTS = JsonScanner.ascii("logHeights");
  private static final byte[] LOG_RANGES = JsonScanner.ascii("logRanges");
  private static final byte[] PROOFS = JsonScanner.ascii("proofs");
  private static final byte[] AUTHORS = JsonScanner.ascii("authors");
  private static final byte[] PUBLIC_KEY = JsonScanner.ascii("publicKey");
  private static final byte[] LOGS = JsonScanner.ascii("logs");
  private static final byte[] FORK_PROOFS = JsonScanner.ascii("forkProofs");
  private static final byte[] END_CURSOR = JsonScanner.ascii("endCursor");
  private static final byte[] HAS_NEXT_PAGE = JsonScanner.ascii("hasNextPage");
  private static final byte[] RESET = JsonScanner.ascii("reset");
  private static final byte[] FROM = JsonScanner.ascii("from");
  private static final byte[] TO = JsonScanner.ascii("to");
  private static final byte[] COUNT = JsonScanner.ascii("count");
  private static final byte[] FINGERPRINT = JsonScanner.ascii("fingerprint");

  private static final int MAX_CURSOR_BYTES = 1_024;
  private static final int MAX_SCALAR_BYTES = 96;
  private static final int MAX_RANGES = 16_384;

  private final int maxLogs;

  /** Refuses answers of more logs. */
  HeightsReader(int maxLogs) {
    this.maxLogs = maxLogs;
  }

  Reply heights(JsonScanner in) throws MalformedException {
    @Nullable Reply heights = null;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(LOG_HEIGHTS)) {
        heights = in.nextIsNull() ? null : heightsPage(in);
      } else {
        in.skip();
      }
    }
    return JsonMember.required("logHeights", heights);
  }

  private Reply heightsPage(JsonScanner in) throws MalformedException {
    List<LogHeight> logs = new ArrayList<>();
    List<FeedPage.EncodedForkProof> forkProofs = new ArrayList<>();
    @Nullable String endCursor = null;
    boolean hasNextPage = false;
    boolean reset = false;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(AUTHORS)) {
        authors(in, logs);
      } else if (in.named(FORK_PROOFS)) {
        FeedPageReader.forkProofs(in, maxLogs, forkProofs);
      } else if (in.named(END_CURSOR)) {
        endCursor = in.text(MAX_CURSOR_BYTES);
      } else if (in.named(HAS_NEXT_PAGE)) {
        hasNextPage = in.bool();
      } else if (in.named(RESET)) {
        reset = in.bool();
      } else {
        in.skip();
      }
    }
    String cursor = JsonMember.required("endCursor", endCursor);
    return new Reply.Heights(logs, forkProofs, cursor, hasNextPage, reset);
  }

  Reply proofs(JsonScanner in) throws MalformedException {
    @Nullable Reply proofs = null;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(FORK_PROOFS)) {
        proofs = in.nextIsNull() ? null : proofsPage(in);
      } else {
        in.skip();
      }
    }
    return JsonMember.required("forkProofs", proofs);
  }

  private Reply proofsPage(JsonScanner in) throws MalformedException {
    List<FeedPage.EncodedForkProof> forkProofs = new ArrayList<>();
    @Nullable String endCursor = null;
    boolean hasNextPage = false;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(PROOFS)) {
        FeedPageReader.forkProofs(in, maxLogs, forkProofs);
      } else if (in.named(END_CURSOR)) {
        endCursor = in.text(MAX_CURSOR_BYTES);
      } else if (in.named(HAS_NEXT_PAGE)) {
        hasNextPage = in.bool();
      } else {
        in.skip();
      }
    }
    return new Reply.Proofs(forkProofs, JsonMember.required("endCursor", endCursor), hasNextPage);
  }

  Reply ranges(JsonScanner in) throws MalformedException {
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
        ranges.add(range(in));
      }
    }
    return new Reply.Ranges(ranges);
  }

  private LogRange range(JsonScanner in) throws MalformedException {
    LogBound from = LogBound.LOWEST;
    @Nullable LogBound to = null;
    long count = 0;
    @Nullable Fingerprint fingerprint = null;
    @Nullable List<LogHeight> heights = null;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(FROM)) {
        from = in.nextIsNull() ? LogBound.LOWEST : LogBound.parse(in.text(MAX_SCALAR_BYTES));
      } else if (in.named(TO)) {
        to = in.nextIsNull() ? null : LogBound.parse(in.text(MAX_SCALAR_BYTES));
      } else if (in.named(COUNT)) {
        count = in.decimal();
      } else if (in.named(FINGERPRINT)) {
        fingerprint = Fingerprint.parse(in.text(MAX_SCALAR_BYTES));
      } else if (in.named(AUTHORS)) {
        heights = in.nextIsNull() ? null : authors(in, new ArrayList<>());
      } else {
        in.skip();
      }
    }
    return new LogRange(from, to, count, JsonMember.required("fingerprint", fingerprint), heights);
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
