package bambusa.relay.cli;

import bambusa.relay.client.RelayClientException;
import bambusa.relay.config.SettingsException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads arguments, runs the command they name and turns every failure into one line and an exit
 * code.
 */
public final class RelayCommandLine {

  private static final Logger LOG = LoggerFactory.getLogger(RelayCommandLine.class);

  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private final Surroundings surroundings;
  private final CommandLine commandLine;

  public RelayCommandLine(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.commandLine = commands(surroundings);
    commandLine
        .setOut(writer(surroundings.out()))
        .setErr(writer(surroundings.err()))
        .setUsageHelpWidth(100)
        // Values may begin with @: a file of bytes, or plain text.
        .setExpandAtFiles(false)
        .setExecutionStrategy(RelayCommandLine::run)
        .setParameterExceptionHandler((failure, arguments) -> wrongUse(failure))
        .setExecutionExceptionHandler((failure, command, result) -> failed(failure));
  }

  private static CommandLine commands(Surroundings surroundings) {
    Service service = new Service(surroundings);
    return new CommandLine(new RelayCommand(service))
        .addSubcommand(new ServeCommand(service))
        .addSubcommand(new DemoCommand(surroundings))
        .addSubcommand(new QueryCommand(surroundings))
        .addSubcommand(new KeygenCommand(surroundings))
        .addSubcommand(new VerifyCommand(surroundings))
        .addSubcommand(new BackupCommand(surroundings))
        .addSubcommand(new RestoreCommand(surroundings))
        .addSubcommand(new MigrateCommand(surroundings))
        .addSubcommand(new ExportCommand(surroundings))
        .addSubcommand(new ImportCommand(surroundings))
        .addSubcommand(
            new CommandLine(new PeersCommand(surroundings))
                .addSubcommand(new PeersAddCommand(surroundings))
                .addSubcommand(new PeersRemoveCommand(surroundings)))
        .addSubcommand(new DoctorCommand(surroundings))
        .addSubcommand(new BanCommand(surroundings))
        .addSubcommand(new UnbanCommand(surroundings))
        .addSubcommand(
            new CommandLine(new PublishCommand())
                .addSubcommand(new PublishSchemaCommand(surroundings))
                .addSubcommand(new PublishCreateCommand(surroundings))
                .addSubcommand(new PublishUpdateCommand(surroundings))
                .addSubcommand(new PublishDeleteCommand(surroundings)));
  }

  /** Runs one command; returns its exit code. A relay that runs does not return. */
  public int execute(String... arguments) {
    return commandLine.execute(arguments);
  }

  private static int run(ParseResult result) {
    if (result.hasSubcommand() && !result.matchedOptions().isEmpty()) {
      String option = result.matchedOptions().get(0).longestName();
      String command = result.subcommand().commandSpec().name();
      throw new ParameterException(
          result.commandSpec().commandLine(),
          option
              + " is an option of the relay, not of '"
              + command
              + "'; write it after the command if it is meant for it");
    }
    return new RunLast().execute(result);
  }

  private int wrongUse(ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    say(mistake(failure) + suggestion(failure) + " (see " + command + " --help)");
    return WRONG_USE;
  }

  private static String mistake(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      boolean hasCommands = !failure.getCommandLine().getSubcommands().isEmpty();
      String argument = "'" + unmatched.getUnmatched().get(0) + "'";
      return (hasCommands ? "there is no command " : "unexpected argument ") + argument;
    }
    return firstLine(failure.getMessage());
  }

  private static String suggestion(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      return suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?";
    }
    return "";
  }

  private int failed(Exception failure) {
    if (failure instanceof SettingsException || failure instanceof WrongUseException) {
      say(failure.getMessage());
      return WRONG_USE;
    }
    if (failure instanceof CommandException || failure instanceof RelayClientException) {
      say(failure.getMessage());
      return FAILED;
    }
    LOG.error("this should not have happened; please report it", failure);
    return FAILED;
  }

  private void say(@Nullable String message) {
    surroundings.err().println("relay: " + message);
  }

  private static String firstLine(@Nullable String message) {
    if (message == null) {
      return "wrong use";
    }
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).strip();
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
