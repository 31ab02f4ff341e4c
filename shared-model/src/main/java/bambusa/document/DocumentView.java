package bambusa.document;

import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a document after some of its operations.
 *
 * @param documentId never changes
 * @param viewId the tips of the operations that made this state
 * @param schemaId never changes
 * @param owner author of the CREATE, never changes
 * @param fields by name, in the order of names; none when deleted
 * @param edited whether some field was not written by the CREATE, or the document is deleted
 * @param deleted whether any operation is a DELETE
 */
public record DocumentView(
    DocumentId documentId,
    DocumentViewId viewId,
    SchemaId schemaId,
    PublicKey owner,
    Map<String, DocumentField> fields,
    boolean edited,
    boolean deleted) {

  /** Copies the fields, in their order. */
  public DocumentView {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
