package bambusa.e2e;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.log.EncodedEntry;
import bambusa.log.EntryDecoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a relay's feed to its end, and later on from there. */
final class FeedReader {

  private static final String QUERY =
      "query ($after: ReplicationCursor) { entriesSince(after: $after, first: 1000) "
          + "{ entries { entry operation } endCursor hasNextPage reset } }";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private @Nullable String cursor;

  /** The hashes of all entries since the last call, each once, in the order of the feed. */
  Set<Hash> readOn(URI graphql) throws IOException, InterruptedException, MalformedException {
    Set<Hash> hashes = new LinkedHashSet<>();
    // Kept only when all pages were read: otherwise they are all read again.
    @Nullable String reached = cursor;
    boolean more = true;
    while (more) {
      JsonNode page = page(graphql, reached);
      if (reached != null && page.path("reset").asBoolean()) {
        throw new AssertionError("the relay forgot its store: " + page);
      }
      for (JsonNode pair : page.path("entries")) {
        EncodedEntry entry = EncodedEntry.parse(pair.path("entry").asText());
        if (!pair.path("operation").isTextual()
            || !hashes.add(new EntryDecoder().decode(entry).hash())) {
          throw new AssertionError("without operation or twice: " + entry);
        }
      }
      reached = page.path("endCursor").asText();
      more = page.path("hasNextPage").asBoolean();
    }
    cursor = reached;
    return hashes;
  }

  private static JsonNode page(URI graphql, @Nullable String after)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("query", QUERY);
    body.putObject("variables").put("after", after);
    HttpRequest request =
        HttpRequest.newBuilder(graphql)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    JsonNode answer =
        JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    JsonNode page = answer.path("data").path("entriesSince");
    if (!page.isObject()) {
      throw new AssertionError("no page: " + answer);
    }
    return page;
  }
}
