package bambusa.document;

import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.SchemaId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A document: all its operations that are known, and the views they make. Depends on the set of
 * operations alone, not on how they arrived.
 */
public final class Document {

  private final Map<Hash, Operation> operations;
  private final DocumentGraph graph;
  private final SchemaId schemaId;
  private final PublicKey owner;
  private final OperationOrder order;

  private Document(
      Map<Hash, Operation> operations,
      DocumentGraph graph,
      SchemaId schemaId,
      PublicKey owner,
      OperationOrder order) {
    this.operations = operations;
    this.graph = graph;
    this.schemaId = schemaId;
    this.owner = owner;
    this.order = order;
  }

  /** The document that these operations make. */
  public static Document of(Collection<PublishedOperation> published, OperationOrder order)
      throws BadGraphException {
    Map<Hash, Operation> operations = new HashMap<>();
    for (PublishedOperation operation : published) {
      operations.put(operation.id(), operation.operation());
    }
    DocumentGraph graph = DocumentGraph.of(operations);
    PublishedOperation create = create(published, graph);
    SchemaId schemaId = create.operation().schemaId();
    for (PublishedOperation operation : published) {
      expectSchema(schemaId, operation.id(), operation.operation());
    }
    return new Document(operations, graph, schemaId, create.author(), order);
  }

  private static PublishedOperation create(
      Collection<PublishedOperation> published, DocumentGraph graph) {
    for (PublishedOperation operation : published) {
      if (operation.id().equals(graph.root())) {
        return operation;
      }
    }
    throw new IllegalStateException("the root of the graph is one of the operations");
  }

  private static void expectSchema(SchemaId schemaId, Hash id, Operation operation)
      throws BadGraphException {
    if (!operation.schemaId().equals(schemaId)) {
      throw new BadGraphException(
          GraphFault.SEVERAL_SCHEMAS,
          "expected schema " + schemaId + ", got " + operation.schemaId() + " in operation " + id);
    }
  }

  public DocumentId id() {
    return new DocumentId(graph.root());
  }

  public SchemaId schemaId() {
    return schemaId;
  }

  /** The author of the CREATE. */
  public PublicKey owner() {
    return owner;
  }

  public DocumentGraph graph() {
    return graph;
  }

  /** The state after all operations. */
  public DocumentView view() throws BadGraphException {
    return view(graph);
  }

  /** An older state: that after the given operations and all they follow from. */
  public DocumentView viewAt(DocumentViewId viewId) throws BadGraphException {
    return view(graph.at(viewId));
  }

  private DocumentView view(DocumentGraph state) throws BadGraphException {
    Reduction reduction = Reduction.of(order.of(state), operations);
    return new DocumentView(
        id(),
        state.tips(),
        schemaId,
        owner,
        reduction.fields(),
        reduction.isEditedAfter(state.root()),
        reduction.deleted());
  }
}
