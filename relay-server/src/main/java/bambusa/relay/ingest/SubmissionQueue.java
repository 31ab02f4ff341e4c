package bambusa.relay.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is inside the gate, bounded. Whatever comes in first is decided first, whichever thread has
 * verified it: pages of a peer stand on each other.
 */
final class SubmissionQueue {

  private final int maxSize;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Submission> toVerify = new ArrayDeque<>();
  private final Deque<Submission> toDecide = new ArrayDeque<>();
  private int size;
  private long bytes;
  private boolean isClosed;

  SubmissionQueue(int maxSize, long maxBytes) {
    this.maxSize = maxSize;
    this.maxBytes = maxBytes;
  }

  /** Takes it in, unless there is no room or the gate is closed. */
  boolean offer(Submission submission) {
    lock.lock();
    try {
      if (isClosed || !hasRoom(submission)) {
        return false;
      }
      add(submission);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes it in as soon as there is room.
   *
   * @return false when the gate is closed
   */
  boolean put(Submission submission) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isClosed && !hasRoom(submission)) {
        changed.await();
      }
      if (!isClosed) {
        add(submission);
      }
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  /** Takes it in to be verified only, unless others need the room. */
  boolean offerAhead(Submission submission) {
    lock.lock();
    try {
      boolean hasRoom =
          size + submission.size() <= maxSize / 2 && bytes + submission.bytes <= maxBytes / 2;
      if (isClosed || !hasRoom) {
        return false;
      }
      size += submission.size();
      bytes += submission.bytes;
      toVerify.add(submission);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets what was taken in ahead be decided.
   *
   * @return false when the gate is closed
   */
  boolean decide(Submission ahead) {
    lock.lock();
    try {
      if (!isClosed) {
        toDecide.add(ahead);
        changed.signalAll();
      }
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up what was taken in ahead. */
  void forget(Submission ahead) {
    lock.lock();
    try {
      toVerify.remove(ahead);
      size -= ahead.size();
      bytes -= ahead.bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is larger than all there is room for may come in alone. */
  private boolean hasRoom(Submission submission) {
    return size == 0 || size + submission.size() <= maxSize && bytes + submission.bytes <= maxBytes;
  }

  private void add(Submission submission) {
    size += submission.size();
    bytes += submission.bytes;
    toVerify.add(submission);
    toDecide.add(submission);
    changed.signalAll();
  }

  /**
   * Waits for something to verify, and takes as much of it as is there.
   *
   * @param enough so many signatures
   * @return empty when the gate is closed and nothing is left
   */
  List<Submission> takeToVerify(int enough) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (toVerify.isEmpty() && !isClosed) {
        changed.await();
      }
      List<Submission> taken = new ArrayList<>();
      int signatures = 0;
      while (signatures < enough && !toVerify.isEmpty()) {
        Submission submission = toVerify.remove();
        taken.add(submission);
        signatures += submission.size();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void verified(List<Submission> submissions) {
    lock.lock();
    try {
      submissions.forEach(submission -> submission.isVerified = true);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next one to be verified; empty when the gate is closed and nothing is left. */
  Optional<Submission> takeToDecide() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isNextVerified() && !(isClosed && toDecide.isEmpty())) {
        changed.await();
      }
      return next();
    } finally {
      lock.unlock();
    }
  }

  /** The next one, if it is verified already. */
  Optional<Submission> pollToDecide() {
    lock.lock();
    try {
      return isNextVerified() ? next() : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private boolean isNextVerified() {
    Submission next = toDecide.peek();
    return next != null && next.isVerified;
  }

  private Optional<Submission> next() {
    Optional<Submission> next = Optional.ofNullable(toDecide.poll());
    if (next.isPresent()) {
      size -= next.get().size();
      bytes -= next.get().bytes;
      changed.signalAll();
    }
    return next;
  }

  /** Takes in nothing more; what is inside goes its way. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
