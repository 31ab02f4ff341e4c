package bambusa.leecher.page;

import bambusa.leecher.js.Browser;
import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.js.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the entries come from, and which: the reader's choice. */
final class RelayForm {
  private final Element disclosure = Document.byId("relay");
  private final Element summary = Document.byId("relay-summary");
  private final Element address = Document.byId("relay-address");
  private final Element addressProblem = Document.byId("relay-problem");
  private final Element all = Document.byId("schemas-all");
  private final Element some = Document.byId("schemas-some");
  private final Element choice = Document.byId("schemas-choice");
  private final Element schemas = Document.byId("schemas");
  private final Element noSchema = Document.byId("schemas-none");
  private final Element schemaId = Document.byId("schema-id");
  private final Element schemaProblem = Document.byId("schema-problem");
  private final Consumer<Settings> chosen;
  private final List<String> known = new ArrayList<>();
  private final List<Element> boxes = new ArrayList<>();

  RelayForm(Settings settings, Consumer<Settings> chosen) {
    this.chosen = chosen;
    Document.byId("relay-form").on("submit", this::submit);
    Document.byId("schema-add").on("click", event -> addTyped());
    schemaId.on("keydown", this::addOnEnter);
    all.on("change", event -> choice.setHidden(true));
    some.on("change", event -> choice.setHidden(false));
    show(settings);
    Document.byId("relay-fields").mark("disabled", false);
  }

  void show(Settings settings) {
    summary.setText(settings.summary());
    address.setValue(RelayAddress.display(settings.relay()));
    boolean everything = settings.schemas().isEmpty();
    all.setChecked(everything);
    some.setChecked(!everything);
    choice.setHidden(everything);
    for (String schema : settings.schemas()) {
      offer(schema, true);
    }
  }

  /** A schema that the reader may choose; one that is offered already stays as it is. */
  void offer(@Nullable String schema) {
    if (schema != null && !schema.isEmpty()) {
      offer(schema, false);
    }
  }

  private void offer(String schema, boolean checked) {
    if (known.contains(schema)) {
      return;
    }
    known.add(schema);
    noSchema.setHidden(true);
    Element box = Document.html("input").with("type", "checkbox");
    box.setChecked(checked);
    boxes.add(box);
    Element label = Document.html("label").style("chip").with("title", schema).add(box);
    label.add(Document.html("span").text(Names.schema(schema)));
    if (!Names.schemaSuffix(schema).isEmpty()) {
      label.add(Document.html("code").text("…" + Names.schemaSuffix(schema)));
    }
    schemas.add(Document.html("li").add(label));
  }

  private void addOnEnter(Event event) {
    if (event.getKey().equals("Enter")) {
      event.preventDefault();
      addTyped();
    }
  }

  /** The relay decides what a schema id is; here only what cannot be one is held back. */
  private void addTyped() {
    String typed = schemaId.getValue().trim();
    boolean plausible = typed.indexOf('_') > 0 && typed.indexOf(' ') < 0;
    schemaProblem.setText(
        plausible ? "" : "A schema id is a name, an underscore and a hash or version.");
    if (plausible) {
      offer(typed, true);
      boxes.get(known.indexOf(typed)).setChecked(true);
      schemaId.setValue("");
    }
  }

  private void submit(Event event) {
    event.preventDefault();
    String relays = relays();
    addressProblem.setText(
        relays.isEmpty() ? "Not an address of a relay. Example: http://localhost:2020" : "");
    if (relays.isEmpty()) {
      address.focus();
      return;
    }
    List<String> picked = picked();
    if (some.isChecked() && picked.isEmpty()) {
      schemaProblem.setText("Choose at least one schema, or all.");
      return;
    }
    schemaProblem.setText("");
    Settings settings = new Settings(relays, picked, true);
    show(settings);
    disclosure.setOpen(false);
    chosen.accept(settings);
  }

  /** Empty if one of them is no address. */
  private String relays() {
    StringBuilder relays = new StringBuilder();
    for (String typed : RelayAddress.words(address.getValue())) {
      String url = Browser.url(RelayAddress.withScheme(typed));
      if (url == null) {
        return "";
      }
      relays.append(relays.length() == 0 ? "" : " ").append(RelayAddress.endpoint(url));
    }
    return relays.toString();
  }

  private List<String> picked() {
    List<String> picked = new ArrayList<>();
    if (some.isChecked()) {
      for (int i = 0; i < boxes.size(); i++) {
        if (boxes.get(i).isChecked()) {
          picked.add(known.get(i));
        }
      }
    }
    return picked;
  }
}
