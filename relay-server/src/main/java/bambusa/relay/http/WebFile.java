package bambusa.relay.http;

import bambusa.crypto.Hash;
import bambusa.relay.coding.ContentCoding;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A file of ours, ready to be sent, packed in any way once that was asked for. Any thread. */
final class WebFile {

  private static final int TAG_LENGTH = 24;
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"));

  private final byte[] plain;
  private final String mediaType;
  private final String tag;
  private final Map<ContentCoding, byte[]> bodies = new ConcurrentHashMap<>();

  WebFile(String path, byte[] content) {
    plain = content;
    mediaType = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), UNKNOWN_TYPE);
    tag = Hash.of(content).toString().substring(4, 4 + TAG_LENGTH);
  }

  /** The bytes to be sent; those of the file itself where packing does not pay. */
  byte[] body(ContentCoding coding) {
    return bodies.computeIfAbsent(
        coding,
        asked -> {
          byte[] packed = asked.packed(plain);
          return packed.length < plain.length ? packed : plain;
        });
  }

  boolean isPacked(ContentCoding coding) {
    return body(coding) != plain;
  }

  String mediaType() {
    return mediaType;
  }

  /** Changes with the content, and is another one for each coding. */
  String tag(ContentCoding coding) {
    return isPacked(coding) ? tag + "-" + coding.token() : tag;
  }
}
