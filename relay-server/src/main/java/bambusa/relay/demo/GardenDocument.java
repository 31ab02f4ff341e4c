package bambusa.relay.demo;

import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.SchemaId;

/**
 * A document as the demo last saw it.
 *
 * @param schemaId of the document
 * @param documentId of the document
 * @param viewId newest state
 * @param owner number of the author who created it
 */
record GardenDocument(SchemaId schemaId, DocumentId documentId, DocumentViewId viewId, int owner) {

  GardenDocument at(DocumentViewId newest) {
    return new GardenDocument(schemaId, documentId, newest, owner);
  }
}
