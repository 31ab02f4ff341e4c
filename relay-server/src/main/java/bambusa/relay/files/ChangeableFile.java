package bambusa.relay.files;

import bambusa.bytes.MalformedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file of lines that anybody may change who can write in its directory. Whoever reads sees all of
 * one version; whoever changes it keeps others from doing so meanwhile, in this process or another.
 */
public final class ChangeableFile {

  /** The system's locks are between processes only. */
  private static final ReentrantLock WITHIN_PROCESS = new ReentrantLock();

  private final Path path;

  public ChangeableFile(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /** Its lines, none where there is no file. */
  public List<String> lines() throws IOException {
    try {
      return Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Reads the file, and writes it unless it is right already. */
  public interface Change {

    /** Whether it has written. */
    boolean make() throws IOException, MalformedException;
  }

  /** Makes a change when nobody else is making one. */
  public boolean change(Change change) throws IOException, MalformedException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    WITHIN_PROCESS.lock();
    // The file itself is replaced, so its neighbour is locked, until it is closed; it stays.
    try (FileChannel neighbour =
        FileChannel.open(sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      neighbour.lock();
      return change.make();
    } finally {
      WITHIN_PROCESS.unlock();
    }
  }

  /** Replaces the lines; only within a change. */
  public void write(List<String> lines) throws IOException {
    Path fresh = sibling(".new");
    Files.write(fresh, lines, StandardCharsets.UTF_8);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path sibling(String ending) {
    return path.resolveSibling(path.getFileName() + ending);
  }
}
