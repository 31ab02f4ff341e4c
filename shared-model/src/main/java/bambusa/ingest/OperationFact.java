package bambusa.ingest;

/** What is stored of one operation: its document, and how it stands. */
public record OperationFact(DocumentFact document, Standing standing) {}
