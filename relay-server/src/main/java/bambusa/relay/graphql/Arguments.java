package bambusa.relay.graphql;

import bambusa.bytes.MalformedException;
import bambusa.crypto.Hash;
import bambusa.crypto.PublicKey;
import bambusa.log.EncodedEntry;
import bambusa.log.LogId;
import bambusa.log.LogKey;
import bambusa.log.SeqNum;
import bambusa.operation.DocumentId;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.SchemaId;
import bambusa.relay.storage.LogWindow;
import bambusa.relay.storage.ReplicationCursor;
import bambusa.replication.Fingerprint;
import bambusa.replication.LogBound;
import bambusa.replication.LogRange;
import bambusa.replication.TargetSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a field, or the members of an input object in one. A value is what came, of any
 * JSON type: the rule that would have told a client off for declaring the wrong one is not applied
 * (p2panda.md 6.5). So every argument is checked here, and refused in the words of the reference.
 * Hex of either case is read, and compared as bytes from here on.
 */
final class Arguments {

  private static final int MAX_TARGETS = 1_000;

  private final Map<String, Object> values;

  Arguments(Map<String, Object> values) {
    this.values = values;
  }

  PublicKey publicKey() {
    return required("publicKey", "PublicKey", Arguments::curvePoint);
  }

  @Nullable DocumentViewId viewId() {
    return optional("viewId", "DocumentViewId", DocumentViewId::parse);
  }

  Hash hash() {
    return required("hash", "EntryHash", Hash::parse);
  }

  LogId logId() {
    return required("logId", "LogId", LogId::parse);
  }

  LogKey log() {
    return new LogKey(publicKey(), logId());
  }

  SeqNum seqNum() {
    return required("seqNum", "SeqNum", SeqNum::parse);
  }

  @Nullable SeqNum optionalSeqNum() {
    return optional("seqNum", "SeqNum", SeqNum::parse);
  }

  /** The cursor of the standard queries is the number of the entry (p2panda.md 5.2). */
  @Nullable SeqNum afterSeqNum() {
    return optional("after", "String", SeqNum::parse);
  }

  @Nullable ReplicationCursor cursor() {
    return optional("after", "ReplicationCursor", ReplicationCursor::parse);
  }

  EncodedEntry entry() {
    return required("entry", "EncodedEntry", EncodedEntry::parse);
  }

  EncodedOperation operation() {
    return required("operation", "EncodedOperation", EncodedOperation::parse);
  }

  /** The length of a page. */
  int first(int absent, int max) {
    Integer first = number("first");
    if (first != null && first < 0) {
      // The words of v0.4.0 (p2panda.md 5.2).
      throw new GraphQlFault(
          GraphQlErrorCode.INVALID_ARGUMENT,
          "The \"first\" parameter must be a non-negative number");
    }
    return Math.min(first == null ? absent : first, max);
  }

  int waitSeconds(int max) {
    Integer seconds = number("waitSeconds");
    if (seconds != null && seconds < 0) {
      throw invalid("waitSeconds", "Int", "expected at least 0 seconds, got " + seconds);
    }
    return seconds == null ? 0 : Math.min(seconds, max);
  }

  TargetSet target() {
    Object target = values.get("target");
    if (target == null) {
      return TargetSet.EVERYTHING;
    }
    Arguments members = members(target, "target", "TargetSet");
    return new TargetSet(
        members.list("schemaIds", "SchemaId", SchemaId::parse),
        members.list("owners", "PublicKey", Arguments::curvePoint),
        members.list("documentIds", "DocumentId", DocumentId::parse));
  }

  List<LogWindow> logs(int max) {
    List<LogWindow> windows = new ArrayList<>();
    for (Object item : items("logs", "LogWindow", max)) {
      Arguments window = members(item, "logs", "LogWindow");
      windows.add(new LogWindow(window.log(), window.optionalSeqNum()));
    }
    return windows;
  }

  List<LogRange.Asked> ranges(int max) {
    List<LogRange.Asked> ranges = new ArrayList<>();
    for (Object item : items("ranges", "LogRangeInput", max)) {
      Arguments range = members(item, "ranges", "LogRangeInput");
      LogBound from = range.optional("from", "LogKey", LogBound::parse);
      LogBound to = range.optional("to", "LogKey", LogBound::parse);
      if (from != null && to != null && to.compareTo(from) < 0) {
        throw invalid("ranges", "LogRangeInput", "expected a range that begins before it ends");
      }
      ranges.add(
          new LogRange.Asked(
              from == null ? LogBound.LOWEST : from,
              to,
              range.optional("fingerprint", "Fingerprint", Fingerprint::parse)));
    }
    return ranges;
  }

  private static PublicKey curvePoint(String hex) throws MalformedException {
    PublicKey key = PublicKey.parse(hex);
    if (!key.isCurvePoint()) {
      throw new MalformedException("expected a point on the curve");
    }
    return key;
  }

  private <T> T required(String name, String type, Parser<T> parser) {
    T value = optional(name, type, parser);
    if (value == null) {
      throw invalid(name, type);
    }
    return value;
  }

  private <T> @Nullable T optional(String name, String type, Parser<T> parser) {
    Object value = values.get(name);
    return value == null ? null : parsed(value, name, type, parser);
  }

  private <T> @Nullable List<T> list(String name, String type, Parser<T> parser) {
    if (values.get(name) == null) {
      return null;
    }
    List<T> list = new ArrayList<>();
    for (Object item : items(name, type, MAX_TARGETS)) {
      list.add(parsed(item, name, type, parser));
    }
    return list;
  }

  private List<?> items(String name, String type, int max) {
    if (!(values.get(name) instanceof List<?> items)) {
      throw invalid(name, "[" + type + "!]");
    }
    if (items.size() > max) {
      throw GraphQlFault.over(
          GraphQlErrorCode.INVALID_ARGUMENT,
          "number of items of argument \"" + name + "\"",
          items.size(),
          max);
    }
    return items;
  }

  @SuppressWarnings("unchecked") // Members of an input object have text as names.
  private static Arguments members(@Nullable Object value, String name, String type) {
    if (value instanceof Map<?, ?> map) {
      return new Arguments((Map<String, Object>) map);
    }
    throw invalid(name, type);
  }

  private @Nullable Integer number(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof Integer) {
      return (Integer) value;
    }
    throw invalid(name, "Int");
  }

  private static <T> T parsed(@Nullable Object value, String name, String type, Parser<T> parser) {
    if (!(value instanceof String text)) {
      throw invalid(name, type);
    }
    try {
      return parser.parse(text);
    } catch (MalformedException e) {
      throw invalid(name, type, String.valueOf(e.getMessage()));
    }
  }

  private static GraphQlFault invalid(String name, String type, String detail) {
    return new GraphQlFault(
        GraphQlErrorCode.INVALID_ARGUMENT, message(name, type), Map.of("detail", detail));
  }

  private static GraphQlFault invalid(String name, String type) {
    return new GraphQlFault(GraphQlErrorCode.INVALID_ARGUMENT, message(name, type));
  }

  /** The words of v0.8.0 (p2panda.md 6.5). */
  private static String message(String name, String type) {
    return "Invalid value for argument \"" + name + "\", expected type \"" + type + "\"";
  }

  private interface Parser<T> {
    T parse(String text) throws MalformedException;
  }
}
