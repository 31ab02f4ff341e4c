package bambusa.relay.ingest;

import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Documents of a second schema that tests may use without defining it. */
final class BlobPieces {

  private BlobPieces() {}

  static Operation create(String content) {
    return Operation.create(
        SchemaId.BLOB_PIECE,
        Map.of("data", new PlainValue.Bytes(content.getBytes(StandardCharsets.UTF_8))));
  }
}
