package bambusa.relay.graphql;

import bambusa.relay.coding.ContentCoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the engine answers, whichever transport asked. Immutable. Encoding works hard, so a
 * transport does it where the answer completes, not on the threads that wait for the network.
 */
public final class GraphQlAnswer {

  /** How far the request came; transports that have a status derive it from this. */
  public enum Outcome {
    /** It was executed; single fields may have failed. */
    EXECUTED,
    /** It is a GraphQL request that this relay does not execute. */
    REFUSED,
    /** It is no GraphQL request. */
    MALFORMED,
    /** Its body is larger than the transport takes. */
    TOO_LARGE,
    /** It is not to be asked for by the method it came by. */
    WRONG_METHOD,
    /** The client has used up what it may. */
    RATE_LIMITED,
    /** Nothing can be stored at the moment. */
    STORE_FULL,
    /** It may be asked again later. */
    BUSY
  }

  private static final String OK = "OK";

  private final Outcome outcome;
  private final List<AnswerError> errors;
  private final Map<String, Object> members;
  private final int maxBytes;
  private final IntConsumer charge;

  private GraphQlAnswer(
      Outcome outcome,
      List<AnswerError> errors,
      Map<String, Object> members,
      int maxBytes,
      IntConsumer charge) {
    this.outcome = outcome;
    this.errors = errors;
    this.members = members;
    this.maxBytes = maxBytes;
    this.charge = charge;
  }

  /**
   * The answer of an execution, errors first as the GraphQL specification (7.1) recommends.
   *
   * @param data null when a field that may not be null failed
   */
  static GraphQlAnswer executed(@Nullable Object data, List<AnswerError> errors, int maxBytes) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (!errors.isEmpty()) {
      members.put("errors", errors.stream().map(AnswerError::members).toList());
    }
    members.put("data", data);
    return new GraphQlAnswer(Outcome.EXECUTED, errors, members, maxBytes, bytes -> {});
  }

  static GraphQlAnswer refused(List<AnswerError> errors) {
    return refused(outcomeOf(errors), errors);
  }

  private static GraphQlAnswer refused(Outcome outcome, List<AnswerError> errors) {
    return new GraphQlAnswer(
        outcome,
        errors,
        Map.of("errors", errors.stream().map(AnswerError::members).toList()),
        Integer.MAX_VALUE,
        bytes -> {});
  }

  /** The same answer, whose size once encoded is told. */
  GraphQlAnswer charged(IntConsumer charge) {
    return new GraphQlAnswer(outcome, errors, members, maxBytes, charge);
  }

  /** The code of the first error, or {@code OK}. */
  public String summary() {
    return errors.isEmpty() ? OK : errors.get(0).code().name();
  }

  /** An answer that a transport gives without asking the engine. */
  public static GraphQlAnswer refused(GraphQlErrorCode code, String message) {
    return refused(List.of(AnswerError.of(new GraphQlFault(code, message))));
  }

  private static Outcome outcomeOf(List<AnswerError> errors) {
    GraphQlErrorCode code = errors.get(0).code();
    if (code == GraphQlErrorCode.MALFORMED_REQUEST) {
      return Outcome.MALFORMED;
    }
    if (code == GraphQlErrorCode.BODY_TOO_LARGE) {
      return Outcome.TOO_LARGE;
    }
    if (code == GraphQlErrorCode.MUTATION_BY_GET) {
      return Outcome.WRONG_METHOD;
    }
    if (code == GraphQlErrorCode.RATE_LIMITED) {
      return Outcome.RATE_LIMITED;
    }
    if (code == GraphQlErrorCode.STORE_FULL) {
      return Outcome.STORE_FULL;
    }
    boolean busy =
        code == GraphQlErrorCode.TOO_MANY_REQUESTS || code == GraphQlErrorCode.SHUTTING_DOWN;
    return busy ? Outcome.BUSY : Outcome.REFUSED;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** The code of the first error of a request that was not executed; none if it was. */
  public Optional<GraphQlErrorCode> refusal() {
    return outcome == Outcome.EXECUTED ? Optional.empty() : Optional.of(errors.get(0).code());
  }

  /** The same refusal under the code that another transport has for it. */
  public GraphQlAnswer refusedAs(GraphQlErrorCode code) {
    return refused(outcome, errors.stream().map(error -> error.as(code)).toList());
  }

  /**
   * The JSON.
   *
   * @param coding how a large answer is packed; a small one is not
   */
  public Encoded encode(ContentCoding coding) {
    AnswerBuffer buffer = new AnswerBuffer(maxBytes, coding);
    try (buffer) {
      AnswerWriter.write(members, buffer);
    } catch (AnswerBuffer.FullException e) {
      GraphQlFault fault =
          new GraphQlFault(
              GraphQlErrorCode.ANSWER_TOO_LARGE,
              "the answer exceeds the limit of " + maxBytes + " bytes",
              Map.of("limit", maxBytes));
      return refused(List.of(AnswerError.of(fault))).encode(ContentCoding.IDENTITY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = buffer.bytes();
    charge.accept(bytes.length);
    return new Encoded(outcome, bytes, buffer.coding());
  }

  /**
   * An answer ready to be sent.
   *
   * @param outcome that of the answer, but REFUSED when it turned out too large
   */
  @SuppressWarnings("ArrayRecordComponent") // Written once, by the transport that asked for it.
  public record Encoded(Outcome outcome, byte[] body, ContentCoding coding) {}
}
