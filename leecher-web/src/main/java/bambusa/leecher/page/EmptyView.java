package bambusa.leecher.page;

import bambusa.leecher.js.Document;
import bambusa.leecher.js.Element;

/** Stands where the logs would be as long as there are none: why, and what to do about it. */
final class EmptyView {
  private final Element card = Document.byId("empty");
  private final Element title = Document.byId("empty-title");
  private final Element text = Document.byId("empty-text");
  private final Element help = Document.byId("empty-help");

  void show(Status status, boolean allSchemas) {
    boolean settled =
        switch (status.state()) {
          case STARTING, CATCHING_UP -> false;
          case LIVE, OFFLINE, REFUSED, STOPPED -> true;
        };
    card.setHidden(!settled || status.entries() > 0);
    title.setText(status.state() == SyncState.LIVE ? "Nothing here yet" : "Nothing is stored yet");
    text.setText(explanation(status.state(), allSchemas));
    help.setHidden(status.state() != SyncState.LIVE);
  }

  private static String explanation(SyncState state, boolean allSchemas) {
    return switch (state) {
      case STARTING, CATCHING_UP -> "";
      case LIVE ->
          allSchemas
              ? "The relay holds no entries."
              : "The relay holds no entries of the schemas you chose.";
      case OFFLINE ->
          "Start the relay with ./relay, or enter the address of another one under Relay.";
      case REFUSED -> "Check the address under Relay.";
      case STOPPED -> "Press Start to ask the relay.";
    };
  }
}
