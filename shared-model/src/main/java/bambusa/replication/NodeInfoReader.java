package bambusa.replication;

import bambusa.bytes.MalformedException;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@link NodeInfo} out of the bytes of GraphQL responses. */
public final class NodeInfoReader {

  private static final String NODE = "node";
  private static final byte[] STORE_ID = JsonScanner.ascii("storeId");
  private static final byte[] REPLICATION_VERSION = JsonScanner.ascii("replicationVersion");
  private static final byte[] SCHEMA_IDS = JsonScanner.ascii("schemaIds");
  private static final byte[] ENTRY_COUNT = JsonScanner.ascii("entryCount");
  private static final byte[] MAX_ENTRIES = JsonScanner.ascii("maxEntries");
  private static final byte[] MAX_WAIT_SECONDS = JsonScanner.ascii("maxWaitSeconds");

  private static final int MAX_STORE_ID_BYTES = 256;
  private static final int MAX_SCHEMA_IDS = 10_000;

  /** A name and so many ids that no real definition has as many unmerged branches. */
  private static final int MAX_SCHEMA_ID_BYTES = 4_096;

  private NodeInfoReader() {}

  public static Answer<NodeInfo> read(byte[] response) throws MalformedException {
    return ResponseScanner.scan(
        response, in -> ResponseScanner.member(in, NODE, NodeInfoReader::node));
  }

  private static NodeInfo node(JsonScanner in) throws MalformedException {
    @Nullable String storeId = null;
    long replicationVersion = 0;
    @Nullable List<SchemaId> schemaIds = null;
    long entryCount = 0;
    int maxEntries = Integer.MAX_VALUE;
    int maxWaitSeconds = 0;
    in.open('{');
    while (in.another('}')) {
      in.name();
      if (in.named(STORE_ID)) {
        storeId = in.text(MAX_STORE_ID_BYTES);
      } else if (in.named(REPLICATION_VERSION)) {
        replicationVersion = in.decimal();
      } else if (in.named(SCHEMA_IDS)) {
        schemaIds = in.nextIsNull() ? null : schemaIds(in);
      } else if (in.named(ENTRY_COUNT)) {
        entryCount = in.decimal();
      } else if (in.named(MAX_ENTRIES)) {
        maxEntries = int31(in);
      } else if (in.named(MAX_WAIT_SECONDS)) {
        maxWaitSeconds = int31(in);
      } else {
        in.skip();
      }
    }
    return new NodeInfo(
        JsonMember.required("storeId", storeId),
        replicationVersion,
        schemaIds,
        entryCount,
        maxEntries,
        maxWaitSeconds);
  }

  private static List<SchemaId> schemaIds(JsonScanner in) throws MalformedException {
    List<SchemaId> ids = new ArrayList<>();
    in.open('[');
    while (in.another(']')) {
      if (ids.size() == MAX_SCHEMA_IDS) {
        throw new MalformedException("expected at most " + MAX_SCHEMA_IDS + " schema ids");
      }
      ids.add(SchemaId.parse(in.text(MAX_SCHEMA_ID_BYTES)));
    }
    return ids;
  }

  private static int int31(JsonScanner in) throws MalformedException {
    long value = in.decimal();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedException("expected a number below 2^31");
    }
    return (int) value;
  }
}
