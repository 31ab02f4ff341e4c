package bambusa.leecher.worker;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.leecher.js.Bytes;
import bambusa.leecher.js.Http;
import bambusa.leecher.js.JsException;
import bambusa.leecher.js.Promises;
import bambusa.replication.Answer;
import bambusa.replication.EntriesReader;
import bambusa.replication.EntriesReader.EntriesFromLogs;
import bambusa.replication.FeedPage;
import bambusa.replication.FeedPageReader;
import bambusa.replication.FeedQuery;
import bambusa.replication.NodeInfo;
import bambusa.replication.NodeInfoReader;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One relay, asked over HTTP (replication.md 8). Every request is watched: it ends when its answer
 * makes no progress or grows beyond bounds. The methods that return answers wait for them.
 */
final class Relay {

  private static final int MAX_RESPONSE_BYTES = 1 << 25;
  private static final int FIRST_MILLIS = 20_000;
  private static final int STALL_MILLIS = 15_000;
  private static final int HTTP_OK = 200;

  /** Soon here and soon verified, on a slow telephone too. */
  private static final int FIRST_PAGE_SIZE = 100;

  private final String url;
  private final int pageSize;
  private final FeedPageReader pageReader;
  private final EntriesReader entriesReader;
  private final List<Http.Exchange> open = new ArrayList<>();
  private boolean closed;

  Relay(String url, int pageSize) {
    this.url = url;
    this.pageSize = pageSize;
    this.pageReader = new FeedPageReader(pageSize, MAX_RESPONSE_BYTES);
    this.entriesReader = new EntriesReader(pageSize);
  }

  /** A page of the feed that was asked for. */
  final class ComingPage {

    private final Http.Exchange exchange;
    private final Promises.Watched watched;

    private ComingPage(Http.Exchange exchange) {
      this.exchange = exchange;
      this.watched = Promises.watch(exchange.getResponse());
    }

    Promises.Watched watched() {
      return watched;
    }

    FeedPage await() throws RelayException {
      return given(exchange, pageReader::read);
    }
  }

  /** Asks for a page, a small one from the start of the feed, and does not wait for it. */
  ComingPage askPage(@Nullable String after, TargetSet target, int waitSeconds)
      throws RelayException {
    int first = after == null ? Math.min(FIRST_PAGE_SIZE, pageSize) : pageSize;
    return new ComingPage(
        post(FeedQuery.entriesSince(after, target, first, waitSeconds), waitSeconds));
  }

  NodeInfo node() throws RelayException {
    return given(post(FeedQuery.node(), 0), NodeInfoReader::read);
  }

  /** Entries by hash, those the relay has. */
  List<EncodedEntryAndOperation> entriesByHash(List<Hash> hashes) throws RelayException {
    Answer<List<EncodedEntryAndOperation>> together =
        answer(post(FeedQuery.entriesByHash(hashes), 0), entriesReader::readByHash);
    if (together instanceof Answer.Given<List<EncodedEntryAndOperation>> given) {
      return given.value();
    }
    // A single one that is missing is an error of the whole request (p2panda.md 5.2).
    List<EncodedEntryAndOperation> found = new ArrayList<>();
    for (Hash hash : hashes.size() > 1 ? hashes : List.<Hash>of()) {
      Answer<List<EncodedEntryAndOperation>> single =
          answer(post(FeedQuery.entriesByHash(List.of(hash)), 0), entriesReader::readByHash);
      if (single instanceof Answer.Given<List<EncodedEntryAndOperation>> given) {
        found.addAll(given.value());
      }
    }
    return found;
  }

  EntriesFromLogs entriesFromLogs(List<FeedQuery.LogPart> logs) throws RelayException {
    return given(post(FeedQuery.entriesFromLogs(logs, pageSize), 0), entriesReader::readFromLogs);
  }

  /** Ends every request; none can be made any more. */
  void close() {
    closed = true;
    for (Http.Exchange exchange : List.copyOf(open)) {
      exchange.abort();
    }
    open.clear();
  }

  private Http.Exchange post(String json, int waitSeconds) throws RelayException {
    if (closed) {
      throw RelayException.unreachable("closed");
    }
    Http.Exchange exchange =
        Http.post(url, json, MAX_RESPONSE_BYTES, FIRST_MILLIS + waitSeconds * 1000, STALL_MILLIS);
    open.add(exchange);
    return exchange;
  }

  /** Reads an answer out of the bytes of a response. */
  private interface AnswerReader<T> {
    Answer<T> read(byte[] response) throws MalformedException;
  }

  private <T> T given(Http.Exchange exchange, AnswerReader<T> reader) throws RelayException {
    Answer<T> answer = answer(exchange, reader);
    if (answer instanceof Answer.Given<T> given) {
      return given.value();
    }
    throw RelayException.refused(((Answer.Failed<T>) answer).messages().get(0));
  }

  private <T> Answer<T> answer(Http.Exchange exchange, AnswerReader<T> reader)
      throws RelayException {
    int status = HTTP_OK;
    try {
      Http.Response response = Promises.await(exchange.getResponse());
      status = response.getStatus();
      return reader.read(Bytes.toJava(response.getBody()));
    } catch (JsException e) {
      throw RelayException.unreachable(
          "The relay at " + url + " does not answer: " + e.getMessage());
    } catch (MalformedException e) {
      throw status == HTTP_OK
          ? RelayException.refused("no answer of a relay: " + e.getMessage())
          : RelayException.unreachable("the relay answered with HTTP status " + status);
    } finally {
      open.removeIf(other -> other == exchange);
    }
  }
}
