package bambusa.relay.cli;

import bambusa.relay.archive.DamagedExportException;
import bambusa.relay.archive.ExportIngest;
import bambusa.relay.archive.ExportReader;
import bambusa.relay.bans.Bans;
import bambusa.relay.bans.BansFile;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.ingest.ArrivalSignal;
import bambusa.relay.ingest.GateResources;
import bambusa.relay.ingest.IngestGate;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.SqlStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./relay import}: takes in an export file as if a peer had sent it. */
@Command(
    name = "import",
    description = "Take in a file that './relay export' or a leecher wrote.",
    footerHeading = "%n",
    footer = {
      "Every entry is verified; what is stored already is skipped, what is refused is named, the",
      "rest goes on. What the relay does not accept (--allow-schema, --allow-owner in its",
      "settings, bans) is refused, too. A relay that uses a store in SQLite must be stopped",
      "first; with PostgreSQL it may run.",
      "Exit code 0: nothing was refused; 1: something was, or the file is damaged.",
      "",
      "Examples:",
      "  ./relay import all.bambusa.gz",
      "  ssh other ./relay export - | ./relay import -"
    })
final class ImportCommand implements Callable<Integer> {

  private static final int MAX_NAMED = 100;

  @Parameters(
      paramLabel = "FILE",
      description = "The file, compressed or not; - for standard input.")
  String file = "";

  @Mixin StoreOption store = new StoreOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  ImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    RelaySettings settings = store.settings(surroundings);
    try (InputStream in = open()) {
      ExportReader reader = new ExportReader(in);
      Bans bans = BanTarget.read(new BansFile(settings.dataDirectory()));
      ExportIngest.Summary summary =
          StoreWork.on(settings.store(), () -> ingest(settings, bans, reader));
      surroundings.out().println(summary.text());
      return summary.refused() + summary.refusedProofs() > 0 ? 1 : 0;
    } catch (DamagedExportException e) {
      throw new CommandException(
          file + ": " + e.getMessage() + "; what stood before it is stored", e);
    } catch (NoSuchFileException e) {
      throw new CommandException(file + ": there is no such file", e);
    } catch (EOFException | ZipException e) {
      throw new CommandException(
          file
              + ": the file was cut off or is damaged ("
              + e.getMessage()
              + "); what stood before it is stored",
          e);
    } catch (IOException e) {
      throw new CommandException("cannot read " + file + ": " + e, e);
    }
  }

  private InputStream open() throws IOException {
    Path path = surroundings.workingDirectory().resolve(file);
    return file.equals("-") ? System.in : Files.newInputStream(path);
  }

  private ExportIngest.Summary ingest(RelaySettings settings, Bans bans, ExportReader reader)
      throws IOException, DamagedExportException, InterruptedException {
    SharedDocuments accepted =
        new SharedDocuments(
            orEverything(settings.allowedSchemas()), orEverything(settings.allowedOwners()));
    accepted.ban(bans);
    GateResources resources =
        new GateResources(
            StoreWork.threads(),
            surroundings.random()::nextBytes,
            () -> TimeUnit.MILLISECONDS.toNanos(surroundings.nowMillis().getAsLong()),
            Runnable::run);
    try (SqlStore opened = SqlStore.open(settings.store(), surroundings.random());
        IngestGate gate =
            new IngestGate(
                opened.writer(), accepted, new ArrivalSignal(accepted, Runnable::run), resources)) {
      EntryReader stored = opened.reader(SharedDocuments.EVERYTHING);
      return new ExportIngest(
              gate, hash -> stored.entryByHash(hash).isPresent(), accepted, listener())
          .ingest(reader);
    }
  }

  private static <T> @Nullable List<T> orEverything(List<T> allowed) {
    return allowed.isEmpty() ? null : allowed;
  }

  private ExportIngest.Listener listener() {
    ProgressLine progress = new ProgressLine(surroundings);
    return new ExportIngest.Listener() {
      private int named;

      @Override
      public void done(long entries, long expected) {
        progress.say("read", entries, expected);
      }

      @Override
      public void refused(long line, String reason) {
        named++;
        if (named <= MAX_NAMED) {
          surroundings.err().println("line " + line + " refused: " + reason);
        } else if (named == MAX_NAMED + 1) {
          surroundings.err().println("more are refused; they are counted and not named");
        }
      }
    };
  }
}
