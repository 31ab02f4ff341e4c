package bambusa.relay;

import bambusa.relay.limits.StoreRoom;
import bambusa.relay.storage.StoreAddress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store in files of one directory, and the disk they are on. */
record StoreFiles(Path directory, String pattern) implements StoreRoom.Place {

  private static final Logger LOG = LoggerFactory.getLogger(StoreFiles.class);

  /** Where a store is. */
  static StoreFiles of(StoreAddress.Sqlite store) {
    Path file = store.file().toAbsolutePath();
    Path directory = Objects.requireNonNull(file.getParent(), "a file has a directory");
    return new StoreFiles(directory, file.getFileName() + "*");
  }

  @Override
  public long usedBytes() {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
      for (Path file : files) {
        bytes += file.toFile().length();
      }
    } catch (IOException e) {
      LOG.warn("cannot tell how large the store is: {}", e.toString());
    }
    return bytes;
  }

  @Override
  public long freeBytes() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      LOG.warn("cannot tell how much room the disk of the store has: {}", e.toString());
      return Long.MAX_VALUE;
    }
  }
}
