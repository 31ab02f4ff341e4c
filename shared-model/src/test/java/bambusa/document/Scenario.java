package bambusa.document;

import bambusa.Vectors;
import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.operation.SchemaId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The story of {@code scenario.json}: a schema is published, then four authors write documents of
 * it.
 */
final class Scenario {

  private final JsonNode vector = Vectors.read("scenario.json");
  private final Map<Hash, Operation> operations = new HashMap<>();
  private final Map<DocumentId, List<PublishedOperation>> documents = new TreeMap<>();

  Scenario() throws MalformedException {
    for (JsonNode step : vector.get("steps")) {
      Hash id = Hash.parse(step.get("operationId").asText());
      PublicKey author =
          PublicKey.parse(vector.get("authors").get(step.get("author").asText()).asText());
      Operation operation =
          OperationDecoder.decode(EncodedOperation.parse(step.get("operation").asText()));
      operations.put(id, operation);
      documents
          .computeIfAbsent(
              DocumentId.parse(step.get("documentId").asText()), document -> new ArrayList<>())
          .add(new PublishedOperation(id, author, operation));
    }
  }

  SchemaId schemaId() throws MalformedException {
    return SchemaId.parse(vector.get("schemaId").asText());
  }

  Map<Hash, Operation> operations() {
    return operations;
  }

  Map<DocumentId, List<PublishedOperation>> documents() {
    return documents;
  }

  JsonNode expectedDocuments() {
    return vector.get("documents");
  }
}
