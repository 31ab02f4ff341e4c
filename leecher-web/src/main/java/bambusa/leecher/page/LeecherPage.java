package bambusa.leecher.page;

import bambusa.leecher.js.Browser;
import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;
import bambusa.leecher.js.MessagePort;
import bambusa.leecher.page.Messages.Arrival;
import bambusa.leecher.page.Messages.ArrivedMessage;
import bambusa.leecher.page.Messages.EntryKey;
import bambusa.leecher.page.Messages.Refusal;
import bambusa.leecher.page.Messages.SchemasMessage;
import bambusa.leecher.page.Messages.StatusMessage;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/**
 * The page: joins what the worker says, what the reader does, and what is shown. Runs on the main
 * thread.
 */
public final class LeecherPage implements WorkerPort.Receiver {
  /** While a lot arrives, logs are drawn anew this often at most. */
  private static final int REFRESH_MILLIS = 500;

  private final StatusView statusView = new StatusView();
  private final ActivityView activity = new ActivityView();
  private final EmptyView emptyView = new EmptyView();
  private final Element failure = Document.byId("failure");
  private final Element pause = Document.byId("pause");
  private final WorkerPort port;
  private final LogsView logsView;
  private final LogView logView;
  private final RelayForm relayForm;
  private Settings settings = Settings.kept();
  private int entriesShown = -1;
  private boolean refreshDue;
  private boolean shownLogChanged;

  private LeecherPage(MessagePort leecher) {
    port = new WorkerPort(leecher, this);
    logsView = new LogsView(port);
    logView = new LogView(port);
    relayForm = new RelayForm(settings, this::follow);
  }

  /** Runs when the module is loaded; {@link #start} shows something. */
  public static void main(String[] args) {}

  /** Called once by the page's start script. */
  @JSExport
  public static void start(MessagePort leecher) {
    LeecherPage page = new LeecherPage(leecher);
    page.listen();
    StoragePanel storage = new StoragePanel(page.port);
    storage.listen();
    page.port.open(page.settings);
    if (!page.settings.following()) {
      page.port.close();
    }
    page.showRoute();
  }

  @Override
  public void receive(String type, JSObject message) {
    switch (type) {
      case "status" -> showStatus((StatusMessage) message);
      case "schemas" -> offer((SchemasMessage) message);
      case "arrived" -> arrived((ArrivedMessage) message);
      case "refused" -> activity.refused((Refusal) message);
      case "fork" -> forked((EntryKey) message);
      case "wiped" -> Document.reload();
      default -> Browser.note("a message of unknown type: " + type);
    }
  }

  @Override
  public void unanswered(String problem) {
    failure.setHidden(false);
    failure.setText(problem);
  }

  @Override
  public void broken(String problem) {
    statusView.showBroken(problem);
  }

  private void listen() {
    Document.onFragmentChange(event -> showRoute());
    pause.on("click", event -> follow(settings.withFollowing(!settings.following())));
    showPause();
  }

  private void follow(Settings chosen) {
    boolean elsewhere = !chosen.relay().equals(settings.relay());
    settings = chosen;
    settings.keep();
    showPause();
    if (settings.following()) {
      if (elsewhere) {
        activity.clearArrived();
      }
      activity.clearRefused();
      port.open(settings);
    } else {
      port.close();
    }
  }

  private void showPause() {
    pause.setText(settings.following() ? "Stop" : "Start");
  }

  private void showRoute() {
    Route route = Route.of(Document.fragment());
    logsView.setShown(!route.isLog());
    logView.show(route);
  }

  private void showStatus(StatusMessage message) {
    Status status = statusView.show(message);
    emptyView.show(status, settings.schemas().isEmpty());
    if (status.entries() != entriesShown) {
      entriesShown = status.entries();
      refreshSoon();
    }
  }

  private void refreshSoon() {
    if (!refreshDue) {
      refreshDue = true;
      Browser.later(this::refresh, REFRESH_MILLIS);
    }
  }

  private void refresh() {
    refreshDue = false;
    if (!logView.route().isLog()) {
      logsView.refresh();
    } else if (shownLogChanged) {
      shownLogChanged = false;
      logView.refresh();
    }
  }

  private void arrived(ArrivedMessage message) {
    JSArrayReader<Arrival> entries = message.entries();
    activity.arrived(entries);
    for (int i = 0; i < entries.getLength(); i++) {
      relayForm.offer(entries.get(i).schemaId());
    }
    for (int i = 0; i < entries.getLength(); i++) {
      noteChange(entries.get(i));
    }
  }

  private void forked(EntryKey fork) {
    activity.forked(fork);
    noteChange(fork);
  }

  private void noteChange(EntryKey key) {
    Route shown = logView.route();
    if (shown.isLog() && shown.isOf(key.author(), key.logId())) {
      shownLogChanged = true;
      refreshSoon();
    }
  }

  private void offer(SchemasMessage message) {
    offerAll(message.shared());
    offerAll(message.held());
  }

  private void offerAll(@Nullable JSArrayReader<JSString> schemaIds) {
    for (int i = 0; schemaIds != null && i < schemaIds.getLength(); i++) {
      relayForm.offer(schemaIds.get(i).stringValue());
    }
  }
}
