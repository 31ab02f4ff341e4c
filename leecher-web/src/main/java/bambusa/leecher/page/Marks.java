package bambusa.leecher.page;

import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;

/** Small pieces that several views show alike. */
final class Marks {

  private Marks() {}

  /** An author by the beginning of the key, and a colour for the eye. */
  static Element author(String publicKey) {
    return Document.html("span")
        .style("author hue-" + Names.hue(publicKey))
        .with("title", publicKey)
        .add(Document.html("code").text(Names.author(publicKey)));
  }

  /** A schema by its name, and what tells it from another of the same name. */
  static Element schema(String schemaId) {
    Element mark = Document.html("span").style("schema").with("title", schemaId);
    mark.add(Document.html("span").text(Names.schema(schemaId)));
    if (!Names.schemaSuffix(schemaId).isEmpty()) {
      mark.add(Document.html("code").text("…" + Names.schemaSuffix(schemaId)));
    }
    return mark;
  }
}
