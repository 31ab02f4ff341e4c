package bambusa.document;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.operation.DocumentViewId;
import bambusa.operation.Operation;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import bambusa.schema.SchemaBuilder;
import bambusa.schema.SchemaResolution;
import bambusa.schema.SystemSchemas;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the schema of an id from the operations that define it. Looks at nothing but the operations
 * that the id names, those the definition pins, and what all of these follow from: so every node
 * that has them comes to the same answer (replication.md 6). Views are therefore always made in
 * causal order, whatever order documents are shown in.
 */
public final class SchemaResolver {

  private final OperationLookup lookup;
  private final Set<Hash> missing = new TreeSet<>();

  private SchemaResolver(OperationLookup lookup) {
    this.lookup = lookup;
  }

  /** The schema, or which operations are missing to tell, or why there is none. */
  public static SchemaResolution resolve(SchemaId id, OperationLookup lookup) {
    if (id.isSystem()) {
      return SystemSchemas.find(id)
          .<SchemaResolution>map(SchemaResolution.Resolved::new)
          .orElseGet(() -> new SchemaResolution.Invalid("no system schema " + id));
    }
    try {
      return new SchemaResolver(lookup).resolveApplication(id);
    } catch (MalformedException | BadGraphException e) {
      return new SchemaResolution.Invalid("schema " + id + ": " + e.getMessage());
    }
  }

  private SchemaResolution resolveApplication(SchemaId id)
      throws MalformedException, BadGraphException {
    DocumentViewId definitionId = id.definition().orElseThrow();
    Map<Hash, Operation> definition = past(SchemaId.SCHEMA_DEFINITION, definitionId.operationIds());
    if (!missing.isEmpty()) {
      return new SchemaResolution.Missing(missing);
    }
    SchemaBuilder builder = new SchemaBuilder(id, view(definition));
    Map<DocumentViewId, Map<Hash, Operation>> fieldDefinitions = new TreeMap<>();
    for (DocumentViewId viewId : builder.fieldViews()) {
      fieldDefinitions.put(viewId, past(SchemaId.SCHEMA_FIELD_DEFINITION, viewId.operationIds()));
    }
    if (!missing.isEmpty()) {
      return new SchemaResolution.Missing(missing);
    }
    Map<DocumentViewId, Map<String, PlainValue>> views = new HashMap<>();
    for (Map.Entry<DocumentViewId, Map<Hash, Operation>> field : fieldDefinitions.entrySet()) {
      views.put(field.getKey(), view(field.getValue()));
    }
    return new SchemaResolution.Resolved(builder.build(views));
  }

  /**
   * The operations of a view and all they follow from, as far as at hand; notes those that are not.
   */
  private Map<Hash, Operation> past(SchemaId schemaId, Collection<Hash> tips)
      throws MalformedException {
    Map<Hash, Operation> past = new HashMap<>();
    Deque<Hash> open = new ArrayDeque<>(tips);
    while (!open.isEmpty()) {
      Hash id = open.pop();
      if (past.containsKey(id)) {
        continue;
      }
      Operation operation = lookup.find(id);
      if (operation == null) {
        missing.add(id);
        continue;
      }
      if (!operation.schemaId().equals(schemaId)) {
        throw new MalformedException(
            "expected operation " + id + " to be of " + schemaId + ", got " + operation.schemaId());
      }
      past.put(id, operation);
      open.addAll(operation.previous().map(DocumentViewId::operationIds).orElse(List.of()));
    }
    return past;
  }

  private static Map<String, PlainValue> view(Map<Hash, Operation> operations)
      throws MalformedException, BadGraphException {
    DocumentGraph graph = DocumentGraph.of(operations);
    Reduction reduction = Reduction.of(CausalOrder.of(graph), operations);
    if (reduction.deleted()) {
      throw new MalformedException("document " + graph.root() + " is deleted");
    }
    Map<String, PlainValue> view = new HashMap<>();
    for (Map.Entry<String, DocumentField> field : reduction.fields().entrySet()) {
      view.put(field.getKey(), field.getValue().value());
    }
    return view;
  }
}
