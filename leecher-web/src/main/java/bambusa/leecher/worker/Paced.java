package bambusa.leecher.worker;

import bambusa.leecher.js.Promises;
import bambusa.leecher.js.WorkerScope;

/** Does something at once when asked, but only so often: who asks sooner is served together. */
final class Paced {

  /** What is done; no {@code Runnable}, or whoever asks could wait. */
  interface Task {
    void perform();
  }

  private final double intervalMillis;
  private final Task task;
  private double performedAt;
  private boolean due;

  Paced(double intervalMillis, Task task) {
    this.intervalMillis = intervalMillis;
    this.task = task;
    this.performedAt = -intervalMillis;
  }

  /** As soon as the interval is over. */
  void soon() {
    if (due) {
      return;
    }
    due = true;
    double wait = Math.max(0, performedAt + intervalMillis - WorkerScope.now());
    Promises.start(
        () -> {
          Promises.after(wait).await();
          if (due) {
            now();
          }
        });
  }

  /** Out of turn. */
  void now() {
    due = false;
    performedAt = WorkerScope.now();
    task.perform();
  }
}
