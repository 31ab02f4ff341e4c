package bambusa.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import bambusa.operation.DocumentViewId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DocumentGraphTest {

  @Test
  void createIsTheRootAndWhatNobodyFollowsAreTheTips() throws BadGraphException {
    DocumentGraph graph = DocumentGraph.of(Graphs.operations("1:", "2:1", "3:1", "4:2"));
    assertThat(graph.root()).isEqualTo(Graphs.id('1'));
    assertThat(Graphs.names(graph.tips().operationIds())).isEqualTo("34");
    assertThat(graph.size()).isEqualTo(4);
    assertThat(graph.contains(Graphs.id('9'))).isFalse();
  }

  @Test
  void pastIsTheOperationsAndAllTheyFollowFrom() throws BadGraphException {
    DocumentGraph graph =
        DocumentGraph.of(Graphs.operations("1:", "2:1", "3:1", "4:2", "5:34", "6:5"));
    assertThat(graph.past(Graphs.ids("4"))).containsExactlyInAnyOrderElementsOf(Graphs.ids("124"));
    assertThat(graph.past(Graphs.ids("5")))
        .containsExactlyInAnyOrderElementsOf(Graphs.ids("12345"));
  }

  @Test
  void olderStateHasTheTipsThatWereAskedFor() throws BadGraphException {
    DocumentGraph graph = DocumentGraph.of(Graphs.operations("1:", "2:1", "3:1", "4:2", "5:34"));
    DocumentGraph older = graph.at(new DocumentViewId(Graphs.ids("23")));
    assertThat(Graphs.names(older.tips().operationIds())).isEqualTo("23");
    assertThat(older.size()).isEqualTo(3);
  }

  @Test
  void stateNamedByAnOperationAndItsPastIsThatOfTheOperation() throws BadGraphException {
    DocumentGraph graph = DocumentGraph.of(Graphs.operations("1:", "2:1", "3:1", "4:2", "5:34"));
    DocumentGraph older = graph.at(new DocumentViewId(Graphs.ids("24")));
    assertThat(Graphs.names(older.tips().operationIds())).isEqualTo("4");
  }

  @Test
  void operationsThatDoNotMakeADocumentAreRefused() throws BadGraphException {
    assertFault(GraphFault.NO_CREATE, () -> DocumentGraph.of(Graphs.operations()));
    assertFault(GraphFault.NO_CREATE, () -> DocumentGraph.of(Graphs.operations("2:1")));
    assertFault(GraphFault.SEVERAL_CREATES, () -> DocumentGraph.of(Graphs.operations("1:", "2:")));
    assertFault(
        GraphFault.UNKNOWN_OPERATION, () -> DocumentGraph.of(Graphs.operations("1:", "2:9")));
    assertFault(GraphFault.CYCLE, () -> DocumentGraph.of(Graphs.operations("1:", "2:3", "3:2")));
    assertFault(GraphFault.CYCLE, () -> DocumentGraph.of(Graphs.operations("1:", "2:13", "3:2")));
    assertFault(GraphFault.CYCLE, () -> DocumentGraph.of(Graphs.operations("1:", "2:2")));
    DocumentGraph graph = DocumentGraph.of(Graphs.operations("1:"));
    assertFault(GraphFault.UNKNOWN_OPERATION, () -> graph.at(DocumentViewId.of(Graphs.id('2'))));
    assertFault(GraphFault.UNKNOWN_OPERATION, () -> graph.past(List.of(Graphs.id('2'))));
  }

  private static void assertFault(GraphFault fault, ThrowingCallable call) {
    assertThatExceptionOfType(BadGraphException.class)
        .isThrownBy(call)
        .returns(fault, BadGraphException::fault);
  }
}
