import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Run by the build once TeaVM has written its files: puts the scripts that people wrote beside them, joined and without what only their readers
 * need, and writes the hashes of all files into verified.js, and its own beside it.
 *
 * <p>A script in a folder is a part: it has no file of its own in the end, but stands where it was imported first, so that splitting a script
 * costs nobody a request. All parts of a script share one scope.
 */
final class Finish {

  private static final Pattern HASHES = Pattern.compile("const HASHES = \\{};");

  /** Where a private member of a class is declared; those that are used stand behind a dot. */
  private static final Pattern PRIVATE_NAME = Pattern.compile("(?m)^(?:async |static )?\\*?#([A-Za-z]{2,})");

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private static final Pattern IMPORT = Pattern.compile("import \\{ (.+) \\} from \"(.+)\";");

  /** What the loader imports there is for Node.js, or for programs that ask for it; some bundlers stop at it. */
  private static final Pattern IMPORT_CALL = Pattern.compile("\\bimport\\((?!/)");

  private static final String LEFT_ALONE = "import(/* webpackIgnore: true */ /* @vite-ignore */ \"\" + ";

  private static final Pattern LOADER_EXPORTS = Pattern.compile("export\\{[^{}]*?\\b(\\w+) as load\\b[^{}]*};?$");

  private static final Pattern DECLARATION = Pattern.compile("(?m)^(?:export )?(?:async )?(?:function\\*?|class|const|let) (\\w+)");

  private final Path sources;

  private final Path loader;

  private final Path program;

  private final Set<Path> joined = new HashSet<>();

  private final Set<String> declared = new HashSet<>();

  /** Names by the file that they are imported from. */
  private final Map<String, Set<String>> imports = new TreeMap<>();

  private Finish(Path sources, Path loader, Path program) {
    this.sources = sources;
    this.loader = loader;
    this.program = program;
  }

  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    Path sources = Path.of(args[0]);
    Path loader = Path.of(args[1]);
    Path folder = Path.of(args[2]);
    Path program = folder.resolve("leecher.wasm");
    Files.createDirectories(folder);
    for (Path script : scripts(sources)) {
      Files.writeString(folder.resolve(script.getFileName()), new Finish(sources, loader, program).script(script));
    }
    if (!Files.exists(program)) {
      return; // Built without the browser side.
    }
    StringJoiner hashes = new StringJoiner(",\n  ", "const HASHES = {\n  ", ",\n};");
    for (Path file : files(folder)) {
      hashes.add('"' + file.getFileName().toString() + "\": \"" + hash(file) + '"');
    }
    Path verified = folder.resolve("verified.js");
    String text = HASHES.matcher(Files.readString(verified)).replaceFirst(hashes.toString());
    Files.writeString(verified, text);
    Files.writeString(folder.resolve("integrity.txt"), hash(verified) + "\n");
  }

  private static Iterable<Path> scripts(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".js")).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private String script(Path file) throws IOException {
    String text = joined(file);
    StringBuilder whole = new StringBuilder();
    // Without the browser side there is none.
    if (imports.remove("./" + loader.getFileName()) != null && Files.exists(program)) {
      whole.append(loader());
    }
    imports.forEach((from, wanted) ->
        whole.append("import { ").append(String.join(", ", wanted)).append(" } from \"").append(from).append("\";\n"));
    return whole.append(text).toString();
  }

  /** TeaVM's loader, with names that nothing else sees: nobody has to wait for one more file. */
  private String loader() throws IOException {
    String text = Files.readString(loader).strip();
    Matcher exports = LOADER_EXPORTS.matcher(text);
    if (!exports.find()) {
      throw new IllegalStateException("expected exports at the end of " + loader + ", found none");
    }
    String body = IMPORT_CALL.matcher(text.substring(0, exports.start())).replaceAll(LEFT_ALONE);
    return "const load = (() => {" + body + ";return " + exports.group(1) + "})();\n";
  }

  /** The script, and in place of each import of a part that part, if it does not stand further above. */
  private String joined(Path file) throws IOException {
    joined.add(file);
    for (MatchResult found : DECLARATION.matcher(Files.readString(file)).results().toList()) {
      if (!declared.add(found.group(1))) {
        throw new IllegalStateException(found.group(1) + " is declared twice in parts of one script, once in " + file);
      }
    }
    StringBuilder text = new StringBuilder();
    StringBuilder own = new StringBuilder();
    for (String line : withoutComments(Files.readAllLines(file)).split("(?<=\n)")) {
      Matcher imported = IMPORT.matcher(line.strip());
      if (!imported.matches()) {
        own.append(line);
        continue;
      }
      Path other = file.resolveSibling(imported.group(2)).normalize();
      if (!other.equals(sources.resolve(loader.getFileName()))) {
        requireExports(other, List.of(imported.group(1).split(", ")));
      }
      if (other.getParent().equals(sources)) {
        imports.computeIfAbsent("./" + other.getFileName(), from -> new TreeSet<>()).addAll(List.of(imported.group(1).split(", ")));
      } else if (!joined.contains(other)) {
        text.append(joined(other).replaceAll("(?m)^export ", ""));
      }
    }
    return text.append(withShortNames(own.toString())).toString();
  }

  /** In one scope a name would be found that its part keeps to itself. */
  private static void requireExports(Path file, List<String> names) throws IOException {
    String text = Files.readString(file);
    for (String name : names) {
      String export = "(?m)^export (?:(?:async )?(?:function\\*?|class|const|let) " + name + "\\b|\\{[^}]*\\b" + name + "\\b)";
      if (!Pattern.compile(export).matcher(text).find()) {
        throw new IllegalStateException(name + " is imported from " + file + ", which does not export it");
      }
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
