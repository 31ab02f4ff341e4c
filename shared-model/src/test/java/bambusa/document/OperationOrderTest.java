package bambusa.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import bambusa.Vectors;
import bambusa.crypto.Hash;
import bambusa.operation.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationOrderTest {

  @Test
  void namedGraphsAreOrderedAsInTheVectors() throws BadGraphException {
    for (JsonNode vector : Vectors.read("documents_order.json").get("vectors")) {
      String label = vector.get("label").asText();
      Map<Hash, Operation> operations = Graphs.operations(vector.get("graph"));
      if (vector.get("causalOrder").isTextual()) {
        GraphFault fault =
            label.equals("two roots") ? GraphFault.SEVERAL_CREATES : GraphFault.UNKNOWN_OPERATION;
        assertThatExceptionOfType(BadGraphException.class)
            .as(label)
            .isThrownBy(() -> DocumentGraph.of(operations))
            .returns(fault, BadGraphException::fault);
        continue;
      }
      DocumentGraph graph = DocumentGraph.of(operations);
      assertOrder(
          graph, OperationOrder.REFERENCE, Graphs.joined(vector.get("referenceOrder")), label);
      assertOrder(graph, OperationOrder.CAUSAL, Graphs.joined(vector.get("causalOrder")), label);
      assertTips(graph, Graphs.joined(vector.get("tips")), label);
    }
  }

  @Test
  void randomGraphsAreOrderedAsInTheVectors() throws BadGraphException {
    for (JsonNode vector : Vectors.read("documents_order_random.json").get("vectors")) {
      String label = vector.get("graph").toString();
      DocumentGraph graph = DocumentGraph.of(Graphs.operations(vector.get("graph")));
      assertOrder(graph, OperationOrder.CAUSAL, vector.get("causal").asText(), label);
      assertTips(graph, vector.get("tips").asText(), label);
      String reference = vector.get("reference").asText();
      if (reference.equals("error: cycle")) {
        assertThatExceptionOfType(BadGraphException.class)
            .as(label)
            .isThrownBy(() -> OperationOrder.REFERENCE.of(graph))
            .returns(GraphFault.REPETITIONS, BadGraphException::fault);
      } else {
        assertOrder(graph, OperationOrder.REFERENCE, reference, label);
      }
    }
  }

  @Test
  void causalOrderPlacesEveryOperationOnceAndAfterItsPrevious() throws BadGraphException {
    for (JsonNode vector : Vectors.read("documents_order_random.json").get("vectors")) {
      Map<Hash, Operation> operations = Graphs.operations(vector.get("graph"));
      DocumentGraph graph = DocumentGraph.of(operations);
      Set<Hash> placed = new HashSet<>();
      for (Hash id : OperationOrder.CAUSAL.of(graph)) {
        assertThat(placed).containsAll(graph.previous(id));
        assertThat(placed.add(id)).isTrue();
      }
      assertThat(placed).isEqualTo(operations.keySet());
    }
  }

  private static void assertOrder(
      DocumentGraph graph, OperationOrder order, String expected, String label)
      throws BadGraphException {
    assertThat(Graphs.names(order.of(graph))).as(order + " of " + label).isEqualTo(expected);
  }

  private static void assertTips(DocumentGraph graph, String expected, String label) {
    assertThat(Graphs.names(graph.tips().operationIds())).as(label).isEqualTo(expected);
  }
}
