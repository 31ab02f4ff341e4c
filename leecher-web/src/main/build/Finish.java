import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Run by the build once all files of the leecher are in one folder: takes out of scripts what only their readers need, and writes the hashes of
 * all of them into verified.js, and its own beside it.
 */
final class Finish {

  /** None yet, or those of the build before. */
  private static final Pattern HASHES = Pattern.compile("const HASHES = \\{[^}]*\\};");

  /** Where a private member of a class is declared; those that are used stand behind a dot. */
  private static final Pattern PRIVATE_NAME = Pattern.compile("(?m)^(?:async |static )?\\*?#([A-Za-z]{2,})");

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    Path folder = Path.of(args[0]);
    Path verified = folder.resolve("verified.js");
    if (!Files.exists(folder.resolve("leecher.wasm")) || !Files.exists(verified)) {
      return; // Built without the browser side.
    }
    for (Path file : scripts(folder)) {
      Files.writeString(file, withShortNames(withoutComments(Files.readAllLines(file))));
    }
    StringJoiner hashes = new StringJoiner(",\n  ", "const HASHES = {\n  ", ",\n};");
    for (Path file : files(folder)) {
      hashes.add('"' + file.getFileName().toString() + "\": \"" + hash(file) + '"');
    }
    String text = HASHES.matcher(Files.readString(verified)).replaceFirst(hashes.toString());
    Files.writeString(verified, text);
    Files.writeString(folder.resolve("integrity.txt"), hash(verified) + "\n");
  }

  /** Those that people wrote; the others hold no line of comment. */
  private static Iterable<Path> scripts(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().matches(".*\\.js"))
          .filter(file -> !file.toString().matches(".*(page|fallback|\\.min)\\.js"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Without lines that are nothing but comment, and without indentation. */
  private static String withoutComments(List<String> lines) {
    StringBuilder kept = new StringBuilder();
    boolean inComment = false;
    for (String line : lines) {
      String text = line.strip();
      boolean begins = text.startsWith("/**");
      if (!inComment && !begins && !text.isEmpty() && !text.startsWith("//")) {
        kept.append(text).append('\n');
      }
      inComment = (inComment || begins) && !text.endsWith("*/");
    }
    return kept.toString();
  }

  /** What is private to a class has one letter, where there are enough of them; nobody outside can tell. */
  private static String withShortNames(String text) {
    List<String> names =
        PRIVATE_NAME.matcher(text).results().map(found -> found.group(1)).distinct().toList();
    String shorter = text;
    for (int i = 0; i < Math.min(names.size(), LETTERS.length()); i++) {
      String use = "(?m)(?<=^|[.*]|^async )#" + names.get(i) + "\\b";
      shorter = Pattern.compile(use).matcher(shorter).replaceAll("#" + LETTERS.charAt(i));
    }
    return shorter;
  }

  private static Iterable<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().matches(".*\\.(js|wasm)"))
          .filter(file -> !file.toString().matches(".*(page|verified|offline)\\.js"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String hash(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-384").digest(Files.readAllBytes(file));
    return "sha384-" + new String(Base64.getEncoder().encode(digest), StandardCharsets.US_ASCII);
  }
}
