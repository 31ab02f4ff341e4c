package bambusa.relay.policy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command of the policy program, as a shell reads it. Which program it starts is told from its
 * first word, unless that is something only a shell can make out.
 */
record PolicyCommand(String text) {

  /** A word in quotes, or one that ends where a shell ends it. */
  private static final Pattern FIRST_WORD =
      Pattern.compile("\\s*(?:'([^']*)'|\"([^\"]*)\"|([^\\s'\";|&<>()]+))(?=[\\s;|&<>()]|$)");

  /** What a shell replaces by something else. */
  private static final Pattern REPLACED = Pattern.compile("[$`\\\\~*?\\[={]");

  ProcessBuilder builder() {
    return new ProcessBuilder("sh", "-c", "exec " + text)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Why the program cannot be started; empty when it can be, or when only a shell knows. */
  Optional<String> fault() {
    Matcher found = FIRST_WORD.matcher(text);
    if (!found.lookingAt()) {
      return Optional.empty();
    }
    String program = found.group(found.group(1) != null ? 1 : found.group(2) != null ? 2 : 3);
    if (REPLACED.matcher(program).find()) {
      return Optional.empty();
    }
    return program.contains("/") ? faultOf(Path.of(program)) : faultOfNamed(program);
  }

  private static Optional<String> faultOf(Path program) {
    if (!Files.exists(program)) {
      return Optional.of("there is no " + program);
    }
    if (!Files.isRegularFile(program)) {
      return Optional.of(program + " is not a file");
    }
    if (!Files.isExecutable(program)) {
      return Optional.of(
          program
              + " may not be executed (chmod +x makes it a program; or name what runs it, as in 'sh "
              + program
              + "')");
    }
    return Optional.empty();
  }

  private Optional<String> faultOfNamed(String program) {
    String path = builder().environment().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, program);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.empty();
      }
    }
    return Optional.of("there is no program '" + program + "' in $PATH");
  }
}
