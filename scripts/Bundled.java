import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Adds to a bill of materials what Maven does not know: the packages of npm whose files a library brings, compared with these files,
 * and the Java runtime that runs this. {@code java Bundled.java BILL JAR LIST MODULES}; the bill is replaced.
 */
public final class Bundled {

  private static final String FILES = "META-INF/resources/graphql-ui/";
  private static final String BUNDLE = "graphiql";
  private static final Pattern PACKAGE = Pattern.compile("/node_modules/((?:@[a-z0-9-]+/)?[a-zA-Z0-9._-]+)/");
  private static final String COMPONENTS = "\"components\" : [";

  private final Map<String, List<String>> named = new LinkedHashMap<>();
  private final Map<String, String> inner = new TreeMap<>();
  private final Set<String> faults = new LinkedHashSet<>();

  private Bundled() {}

  public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
    Path bill = Path.of(arguments[0]);
    Bundled bundled = new Bundled();
    bundled.read(Files.readAllLines(Path.of(arguments[2])));
    bundled.compare(Path.of(arguments[1]));
    String text = Files.readString(bill);
    int place = text.indexOf(COMPONENTS);
    if (place < 0) {
      bundled.faults.add(bill + " has no components");
    }
    bundled.faults.forEach(System.err::println);
    if (!bundled.faults.isEmpty()) {
      System.exit(1);
    }
    place += COMPONENTS.length();
    Files.writeString(bill, text.substring(0, place) + bundled.components() + runtime(arguments[3]) + "," + text.substring(place));
    System.out.println(
        "The bill names " + bundled.packages().size() + " packages of npm, " + bundled.inner.size() + " within them, and the runtime.");
  }

  private void read(List<String> lines) {
    for (String line : lines) {
      String[] words = line.split(" ");
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (words.length == 2) {
        inner.put(words[0], words[1]);
      } else {
        named.put(words[3], List.of(words));
      }
    }
  }

  /** Each file is the one that is named, and the bundle holds no other packages. */
  private void compare(Path jar) throws IOException, NoSuchAlgorithmException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      TreeSet<String> files = new TreeSet<>();
      zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(FILES) && !name.endsWith("/"))
          .forEach(name -> files.add(name.substring(FILES.length())));
      if (!files.equals(new TreeSet<>(named.keySet()))) {
        faults.add("the jar has the files " + files + ", and named are " + named.keySet());
        return;
      }
      for (String file : files) {
        byte[] content = content(zip, FILES + file);
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        if (!sum.equals(named.get(file).get(4))) {
          faults.add(file + " is another than " + named.get(file).get(0) + " " + named.get(file).get(1) + ": its SHA-256 is " + sum);
        }
        if (file.equals(BUNDLE + ".min.js")) {
          compareInner(new String(content, StandardCharsets.UTF_8));
        }
      }
    }
  }

  private void compareInner(String script) {
    Matcher found = PACKAGE.matcher(script);
    while (found.find()) {
      if (!inner.containsKey(found.group(1)) && packages().get(found.group(1)) == null) {
        faults.add(found.group(1) + " is in " + BUNDLE + ", and is not named");
      }
    }
  }

  private static byte[] content(ZipFile zip, String name) throws IOException {
    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private Map<String, List<String>> packages() {
    Map<String, List<String>> packages = new LinkedHashMap<>();
    named.values().forEach(words -> packages.putIfAbsent(words.get(0), words));
    return packages;
  }

  private String components() {
    StringBuilder text = new StringBuilder();
    for (List<String> words : packages().values()) {
      String name = words.get(0);
      String version = words.get(1);
      String within = name.equals(BUNDLE) ? ", \"components\" : [" + innerComponents() + "]" : "";
      text.append(component("library", name, version, "pkg:npm/" + name + "@" + version, "{\"license\" : {\"id\" : \"" + words.get(2) + "\"}}", within));
      text.append(",");
    }
    return text.toString();
  }

  private String innerComponents() {
    List<String> texts = new ArrayList<>();
    inner.forEach(
        (name, licence) ->
            texts.add(
                component("library", name, "", "pkg:npm/" + name.replace("@", "%40"), "{\"license\" : {\"id\" : \"" + licence + "\"}}", "")));
    return String.join(",", texts);
  }

  private static String runtime(String modules) {
    String version = System.getProperty("java.runtime.version");
    String more =
        ", \"publisher\" : \"" + System.getProperty("java.vendor") + "\", \"properties\" : [{\"name\" : \"modules\", \"value\" : \"" + modules + "\"}]";
    String licence = "{\"expression\" : \"GPL-2.0-only WITH Classpath-exception-2.0\"}";
    return component("platform", "OpenJDK", version, "pkg:generic/openjdk@" + version.replace("+", "%2B"), licence, more);
  }

  private static String component(String type, String name, String version, String purl, String licence, String more) {
    String told = version.isEmpty() ? "" : ", \"version\" : \"" + version + "\"";
    return "\n    {\"type\" : \"" + type + "\", \"bom-ref\" : \"" + purl + "\", \"name\" : \"" + name + "\"" + told + ", \"purl\" : \"" + purl + "\", \"licenses\" : [" + licence + "]" + more + "}";
  }
}
