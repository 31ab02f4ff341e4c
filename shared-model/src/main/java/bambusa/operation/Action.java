package bambusa.operation;

/** What an operation does to its document (p2panda.md 2.1). */
public enum Action {
  CREATE(0),
  UPDATE(1),
  DELETE(2);

  static final int MAX_NUMBER = 2;

  private final int number;

  Action(int number) {
    this.number = number;
  }

  /** The number that stands for it in an encoded operation. */
  int number() {
    return number;
  }

  static Action of(int number) {
    return switch (number) {
      case 0 -> CREATE;
      case 1 -> UPDATE;
      case 2 -> DELETE;
      default -> throw new IllegalArgumentException("expected action 0, 1 or 2, got " + number);
    };
  }

  boolean hasPrevious() {
    return this != CREATE;
  }

  boolean hasFields() {
    return this != DELETE;
  }
}
