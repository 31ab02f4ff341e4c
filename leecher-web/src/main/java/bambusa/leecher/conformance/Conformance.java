package bambusa.leecher.conformance;

import bambusa.bytes.ByteReader;
import bambusa.bytes.ByteWriter;
import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.bytes.Utf8;
import bambusa.crypto.BatchVerifier;
import bambusa.crypto.Ed25519;
import bambusa.crypto.Hash;
import bambusa.crypto.RandomBytes;
import bambusa.document.BadGraphException;
import bambusa.document.DocumentGraph;
import bambusa.document.OperationOrder;
import bambusa.log.CertificatePool;
import bambusa.log.EncodedEntry;
import bambusa.log.Entry;
import bambusa.log.EntryDecoder;
import bambusa.log.LogId;
import bambusa.log.MalformedEntryException;
import bambusa.log.SeqNum;
import bambusa.log.Skiplink;
import bambusa.operation.DocumentViewId;
import bambusa.operation.EncodedOperation;
import bambusa.operation.MalformedOperationException;
import bambusa.operation.Operation;
import bambusa.operation.OperationDecoder;
import bambusa.operation.OperationEncoder;
import bambusa.operation.PlainValue;
import bambusa.operation.SchemaId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers lines of a vector, one text each. A line is a kind and its arguments, separated by tabs;
 * bytes and foreign texts are hex. What cannot be decoded is answered with fault and message.
 *
 * <pre>
 * varu64 HEX | number DECIMAL | yasmf HEX | blake3 LENGTH | lipmaa DECIMAL | view HASH_HASH…
 * entry HEX | operation HEX | schema-id HEX
 * signature KEY MESSAGE SIGNATURE | signatures KEY MESSAGE SIGNATURE KEY …
 * order NAME:PREVIOUS NAME:PREVIOUS …
 * store NAME=TYPE … | publish ENTRY OPERATION | replicate ENTRY OPERATION ENTRY …     {@link ConformanceStore}
 * </pre>
 */
public final class Conformance {

  private static final char SEPARATOR = '\t';

  /** Of the BLAKE3 vectors: "a repeating sequence of 251 bytes". */
  private static final int PATTERN_LENGTH = 251;

  private final EntryDecoder entryDecoder = new EntryDecoder();

  /**
   * The same on every machine. Whoever could foresee weights could pass off invalid signatures, but
   * the vectors were there before.
   */
  private final BatchVerifier batchVerifier = new BatchVerifier(new CountedBytes());

  private final ConformanceStore store = new ConformanceStore();

  private static final class CountedBytes implements RandomBytes {
    private int count;

    @Override
    public void fill(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        count = count * 1_103_515_245 + 12_345;
        bytes[i] = (byte) (count >>> 16);
      }
    }
  }

  /** What the model says to a line, in one line. */
  public String answer(String line) {
    return answer(words(line)).replace('\n', ' ').replace('\r', ' ');
  }

  private String answer(List<String> words) {
    String kind = words.get(0);
    List<String> arguments = words.subList(1, words.size());
    try {
      return answer(kind, arguments);
    } catch (MalformedEntryException e) {
      return "malformed " + e.fault() + " " + e.getMessage();
    } catch (MalformedOperationException e) {
      return "malformed " + e.fault() + " " + e.getMessage();
    } catch (MalformedException | BadGraphException e) {
      return "malformed " + e.getMessage();
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int end = line.indexOf(SEPARATOR); end >= 0; end = line.indexOf(SEPARATOR, start)) {
      words.add(line.substring(start, end));
      start = end + 1;
    }
    words.add(line.substring(start));
    return words;
  }

  private String answer(String kind, List<String> arguments)
      throws MalformedException, BadGraphException {
    return switch (kind) {
      case "varu64" -> varU64(Hex.decode(arguments.get(0)));
      case "number" ->
          Hex.encode(new ByteWriter().varU64(LogId.parse(arguments.get(0)).value()).toBytes());
      case "yasmf" -> Hash.of(Hex.decode(arguments.get(0))).toString();
      case "blake3" -> blake3(Integer.parseInt(arguments.get(0)));
      case "lipmaa" -> lipmaa(SeqNum.parse(arguments.get(0)));
      case "view" -> DocumentViewId.parse(arguments.get(0)).hash().toString();
      case "entry" -> entry(entryDecoder.decode(EncodedEntry.parse(arguments.get(0))));
      case "operation" -> operation(EncodedOperation.parse(arguments.get(0)));
      case "schema-id" -> schemaId(SchemaId.parse(Utf8.decode(Hex.decode(arguments.get(0)))));
      case "signature" ->
          String.valueOf(
              Ed25519.verify(
                  Hex.decode(arguments.get(0)),
                  Hex.decode(arguments.get(1)),
                  Hex.decode(arguments.get(2))));
      case "signatures" -> signatures(arguments);
      case "order" -> order(arguments);
      case "store" -> store.clear(arguments);
      case "publish" -> store.publish(arguments.get(0), arguments.get(1));
      case "replicate" -> store.replicate(arguments);
      default -> throw new IllegalArgumentException("no kind of vector: " + kind);
    };
  }

  private static String varU64(byte[] bytes) throws MalformedException {
    ByteReader in = new ByteReader(bytes);
    long value = in.varU64();
    in.expectEnd();
    return Long.toUnsignedString(value);
  }

  private static String blake3(int length) {
    byte[] input = new byte[length];
    for (int i = 0; i < length; i++) {
      input[i] = (byte) (i % PATTERN_LENGTH);
    }
    return Hash.of(input).toString();
  }

  private static String lipmaa(SeqNum seqNum) {
    return Long.toUnsignedString(Skiplink.target(seqNum.value()))
        + " "
        + Skiplink.isEncoded(seqNum)
        + " "
        + CertificatePool.backPath(seqNum)
        + " "
        + CertificatePool.forwardPath(seqNum);
  }

  private static String entry(Entry entry) {
    return entry.position()
        + " "
        + entry.endOfLog()
        + " "
        + text(entry.skiplink())
        + " "
        + text(entry.backlink())
        + " "
        + Long.toUnsignedString(entry.payloadSize())
        + " "
        + entry.payloadHash()
        + " "
        + Hex.encode(entry.signature())
        + " "
        + entry.hash();
  }

  private static String operation(EncodedOperation encoded) throws MalformedException {
    Operation operation = OperationDecoder.decode(encoded);
    StringBuilder answer = new StringBuilder();
    answer.append(encoded.hash()).append(' ').append(operation.encoding());
    answer.append(' ').append(operation.action()).append(' ').append(operation.schemaId());
    answer.append(' ').append(text(operation.previous()));
    for (Map.Entry<String, PlainValue> field : operation.fields().entrySet()) {
      answer.append(' ').append(field.getKey()).append('=').append(text(field.getValue()));
    }
    return answer.append(' ').append(OperationEncoder.encode(operation)).toString();
  }

  /** How a float is written in decimal differs from machine to machine; its bits do not. */
  private static String text(PlainValue value) {
    return value instanceof PlainValue.Float number
        ? "float " + Long.toHexString(Double.doubleToLongBits(number.value()))
        : value.toString();
  }

  private static String schemaId(SchemaId id) {
    return id + " " + id.name() + " " + text(id.definition());
  }

  /** What TeaVM writes for an Optional differs from what the JDK writes. */
  private static String text(Optional<?> value) {
    return value.isPresent() ? value.get().toString() : "-";
  }

  private String signatures(List<String> arguments) throws MalformedException {
    for (int i = 0; i < arguments.size(); i += 3) {
      batchVerifier.add(
          Hex.decode(arguments.get(i)),
          Hex.decode(arguments.get(i + 1)),
          Hex.decode(arguments.get(i + 2)));
    }
    StringBuilder verdicts = new StringBuilder();
    for (boolean verdict : batchVerifier.verify()) {
      verdicts.append(verdict ? '1' : '0');
    }
    return verdicts.toString();
  }

  /** Operations are named by single characters, as the vectors do; so their ids are in order. */
  private static String order(List<String> arguments) throws MalformedException, BadGraphException {
    SchemaId schema = SchemaId.application("graph", DocumentViewId.of(Hash.of(new byte[0])));
    Map<Hash, Operation> operations = new HashMap<>();
    for (String argument : arguments) {
      List<Hash> previous = new ArrayList<>();
      for (char name : argument.substring(2).toCharArray()) {
        previous.add(id(name));
      }
      operations.put(
          id(argument.charAt(0)),
          previous.isEmpty()
              ? Operation.create(schema, Map.of())
              : Operation.update(schema, DocumentViewId.ofTips(previous), Map.of()));
    }
    DocumentGraph graph = DocumentGraph.of(operations);
    StringBuilder answer = new StringBuilder();
    for (OperationOrder order : OperationOrder.values()) {
      answer.append(order).append(' ').append(names(order, graph)).append(' ');
    }
    return answer.append(graph.tips()).toString();
  }

  private static String names(OperationOrder order, DocumentGraph graph) {
    StringBuilder names = new StringBuilder();
    try {
      for (Hash id : order.of(graph)) {
        names.append((char) id.bytes()[2]);
      }
    } catch (BadGraphException e) {
      names.append(e.getMessage());
    }
    return names.toString();
  }

  private static Hash id(char name) throws MalformedException {
    byte[] bytes = new byte[Hash.SIZE];
    Arrays.fill(bytes, (byte) name);
    bytes[0] = 0;
    bytes[1] = Hash.SIZE - 2;
    return Hash.fromBytes(bytes);
  }
}
