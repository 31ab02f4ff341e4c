package bambusa.leecher.store;

import bambusa.bytes.MalformedException;
import bambusa.ingest.Standing;
import bambusa.operation.Action;

/** The numbers that stand for actions and standings where they are stored; they never change. */
final class EntryMarks {

  private EntryMarks() {}

  static int number(Action action) {
    return switch (action) {
      case CREATE -> 0;
      case UPDATE -> 1;
      case DELETE -> 2;
    };
  }

  static Action action(int number) throws MalformedException {
    return switch (number) {
      case 0 -> Action.CREATE;
      case 1 -> Action.UPDATE;
      case 2 -> Action.DELETE;
      default -> throw new MalformedException("expected an action, got " + number);
    };
  }

  static int number(Standing standing) {
    return switch (standing) {
      case KEPT -> 0;
      case FORKED -> 1;
      case EVIDENCE -> 2;
    };
  }

  static Standing standing(int number) throws MalformedException {
    return switch (number) {
      case 0 -> Standing.KEPT;
      case 1 -> Standing.FORKED;
      case 2 -> Standing.EVIDENCE;
      default -> throw new MalformedException("expected a standing, got " + number);
    };
  }
}
