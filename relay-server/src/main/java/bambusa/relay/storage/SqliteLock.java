package bambusa.relay.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Keeps a second relay from a store in a file. The system lets go of it when the process dies. */
final class SqliteLock implements AutoCloseable {

  private final FileChannel channel;

  private SqliteLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, making the directory where there is none. */
  static SqliteLock take(StoreAddress.Sqlite address) {
    try {
      Files.createDirectories(address.directory());
      FileChannel channel =
          FileChannel.open(address.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = channel.tryLock();
      if (held == null) {
        close(channel);
        throw inUse(address);
      }
      return new SqliteLock(channel);
    } catch (OverlappingFileLockException e) {
      throw inUse(address);
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot write to " + address.directory() + ": " + e, e);
    }
  }

  private static StoreUnavailableException inUse(StoreAddress.Sqlite address) {
    return new StoreUnavailableException("another relay uses the store in " + address);
  }

  @Override
  public void close() {
    close(channel);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException("cannot let go of the store: " + e.getMessage(), e);
    }
  }
}
