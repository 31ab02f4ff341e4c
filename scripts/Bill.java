import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Compares a bill of materials with what a jar really contains: every class must come from a library of the bill in just that
 * version, byte for byte, and every library of the bill must be there. {@code java Bill.java BILL JAR REPOSITORY}
 */
public final class Bill {

  private static final Pattern COMPONENT = Pattern.compile("\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@([^?\"]+)");

  /** Ours are built beside the jar. */
  private static final String OWN_GROUP = "org.bambusa";

  private static final String OWN_CLASSES = "bambusa/";

  /** Compiled into the scripts of the page: no class of it is left. */
  private static final String COMPILED_GROUP = "org.teavm";

  private static final String COMPILED = "/page.js";

  private final Map<String, Long> bundled;
  private final Set<String> explained = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private int libraries;
  private boolean isCompiledIn;

  private Bill(Path jar) throws IOException {
    this.bundled = files(jar);
  }

  public static void main(String[] arguments) throws IOException {
    Bill bill = new Bill(Path.of(arguments[1]));
    Matcher component = COMPONENT.matcher(Files.readString(Path.of(arguments[0])));
    Set<String> seen = new HashSet<>();
    while (component.find()) {
      if (seen.add(component.group())) {
        bill.check(component.group(1), component.group(2), component.group(3), Path.of(arguments[2]));
      }
    }
    bill.checkRest();
    bill.faults.forEach(System.err::println);
    if (!bill.faults.isEmpty() || bill.libraries == 0) {
      System.exit(1);
    }
    System.out.println("The bill names all " + bill.libraries + " libraries of the relay, and nothing else.");
  }

  private void check(String group, String name, String version, Path repository) throws IOException {
    if (group.equals(OWN_GROUP)) {
      return;
    }
    libraries++;
    if (group.equals(COMPILED_GROUP)) {
      isCompiledIn = true;
      return;
    }
    Path jar = repository.resolve(group.replace('.', '/')).resolve(name).resolve(version).resolve(name + "-" + version + ".jar");
    boolean isBundled = false;
    for (Map.Entry<String, Long> file : files(jar).entrySet()) {
      if (file.getValue().equals(bundled.get(file.getKey()))) {
        explained.add(file.getKey());
        isBundled = true;
      }
    }
    if (!isBundled) {
      faults.add(name + " " + version + " is in the bill, but not in the jar");
    }
  }

  private void checkRest() {
    for (String file : bundled.keySet()) {
      if (file.endsWith(".class") && !file.startsWith(OWN_CLASSES) && !explained.contains(file)) {
        faults.add(file + " is in the jar, but of no library in the bill");
      }
    }
    if (isCompiledIn != bundled.keySet().stream().anyMatch(file -> file.endsWith(COMPILED))) {
      faults.add("what the scripts of the page are compiled with is in the bill or in the jar, but not in both");
    }
  }

  /** Checksums by name, without what every jar has. */
  private static Map<String, Long> files(Path jar) throws IOException {
    Map<String, Long> files = new HashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .filter(file -> !file.isDirectory() && !file.getName().matches("META-INF/([^/]*|maven/.*|services/.*)"))
          .forEach(file -> files.put(file.getName(), file.getCrc()));
    }
    return files;
  }
}
