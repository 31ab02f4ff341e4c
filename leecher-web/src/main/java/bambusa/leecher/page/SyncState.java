package bambusa.leecher.page;

/** What the worker is doing. */
enum SyncState {
  STARTING("starting", "Starting"),
  CATCHING_UP("catching-up", "Catching up"),
  LIVE("live", "Live"),
  OFFLINE("offline", "Offline"),
  REFUSED("refused", "Refused"),
  STOPPED("stopped", "Stopped");

  /** As the worker says it, and as the style sheet does. */
  final String word;

  final String title;

  SyncState(String word, String title) {
    this.word = word;
    this.title = title;
  }

  static SyncState of(String word) {
    for (SyncState state : values()) {
      if (state.word.equals(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a worker: " + word);
  }
}
