package bambusa.relay.cli;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.operation.SchemaId;
import bambusa.relay.archive.ExportWriter;
import bambusa.relay.bans.BansFile;
import bambusa.relay.config.RelaySettings;
import bambusa.relay.storage.ReadStore;
import bambusa.relay.storage.SharedDocuments;
import bambusa.relay.storage.StoreAddress;
import bambusa.replication.TargetSet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./relay export}: entries as a file that any node can ingest. */
@Command(
    name = "export",
    description = "Write entries into a file that relays and leechers can take in.",
    footerHeading = "%n",
    footer = {
      "What is banned is left out. A running relay is not disturbed. The file needs no trust:",
      "whoever takes it in verifies it all. Its form is described in docs/export-format.md. For",
      "all of a store with what only it knows, './relay backup'.",
      "",
      "Examples:",
      "  ./relay export all.bambusa.gz",
      "  ./relay export chat.bambusa --schema chat_0020…"
    })
final class ExportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      description = "Where to; compressed when it ends in .gz; - for standard output.")
  String file = "";

  @Option(
      names = "--schema",
      paramLabel = "ID",
      description = {
        "Only documents of this schema, and what defines schemas; may be repeated.",
        "  Default: every schema"
      })
  @Nullable List<String> schemas;

  @Option(
      names = "--owner",
      paramLabel = "KEY",
      description = {
        "Only documents created by this author; may be repeated.",
        "  Default: every author"
      })
  @Nullable List<String> owners;

  @Mixin StoreOption store = new StoreOption();
  @Mixin HelpOption help = new HelpOption();

  private final Surroundings surroundings;

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    SharedDocuments chosen = new SharedDocuments(chosenSchemas(), chosenOwners());
    RelaySettings settings = store.settings(surroundings);
    chosen.ban(BanTarget.read(new BansFile(settings.dataDirectory())));
    StoreAddress address = settings.store();
    long entries = StoreWork.on(address, () -> export(address, chosen));
    surroundings.err().println("exported " + entries + " entries");
    return 0;
  }

  private @Nullable List<SchemaId> chosenSchemas() throws WrongUseException {
    if (schemas == null) {
      return null;
    }
    List<SchemaId> chosen = new ArrayList<>();
    for (String text : schemas) {
      try {
        chosen.add(SchemaId.parse(text));
      } catch (MalformedException e) {
        throw new WrongUseException("--schema: expected a schema id, got '" + text + "'");
      }
    }
    return chosen;
  }

  private @Nullable List<PublicKey> chosenOwners() throws WrongUseException {
    if (owners == null) {
      return null;
    }
    List<PublicKey> chosen = new ArrayList<>();
    for (String text : owners) {
      try {
        chosen.add(PublicKey.parse(text));
      } catch (MalformedException e) {
        throw new WrongUseException(
            "--owner: expected a public key of 64 hex digits, got '" + text + "'");
      }
    }
    return chosen;
  }

  private long export(StoreAddress address, SharedDocuments chosen) throws CommandException {
    try (ReadStore opened = ReadStore.open(address)) {
      if (file.equals("-")) {
        return write(opened, chosen, surroundings.out());
      }
      // Under another name until it is whole.
      Path target = surroundings.workingDirectory().resolve(file);
      Path part = target.resolveSibling(target.getFileName() + ".part");
      long entries;
      try (OutputStream raw = Files.newOutputStream(part);
          OutputStream out = file.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
        entries = write(opened, chosen, new BufferedOutputStream(out, 1 << 16));
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      return entries;
    } catch (IOException e) {
      throw new CommandException("cannot write " + file + ": " + e, e);
    } catch (UncheckedIOException e) {
      throw new CommandException("cannot write " + file + ": " + e.getCause(), e);
    }
  }

  private long write(ReadStore opened, SharedDocuments chosen, OutputStream out)
      throws IOException {
    ProgressLine progress = new ProgressLine(surroundings);
    ExportWriter writer =
        new ExportWriter(out, (done, expected) -> progress.say("exported", done, expected));
    opened.export(TargetSet.EVERYTHING, chosen, writer);
    writer.end();
    return writer.entries();
  }
}
