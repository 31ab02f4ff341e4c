package bambusa.relay.cli;

import bambusa.bytes.Hex;
import bambusa.bytes.MalformedException;
import bambusa.relay.signing.BouncyCastleSigner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A private key in a file: its 64 hex digits, readable by its owner alone. */
final class PrivateKeyFile {

  private static final int HEX_DIGITS = 2 * BouncyCastleSigner.SEED_SIZE;
  private static final long MAX_BYTES = 1_024;

  private PrivateKeyFile() {}

  /** The signer that holds the key in a file. */
  static BouncyCastleSigner read(Path file) throws CommandException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new CommandException("no private key in " + file + ": expected 64 hex digits");
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8).strip());
    } catch (NoSuchFileException e) {
      throw new CommandException(
          "there is no key file " + file + "; './relay keygen --out " + file + "' makes one", e);
    } catch (MalformedException e) {
      throw new CommandException("no private key in " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The signer of 64 hex digits; what came is not repeated in messages. */
  static BouncyCastleSigner parse(String hex) throws MalformedException {
    if (hex.length() != HEX_DIGITS) {
      throw new MalformedException(
          "expected " + HEX_DIGITS + " hex digits, got " + hex.length() + " characters");
    }
    return BouncyCastleSigner.ofSeed(Hex.decode(hex));
  }

  /**
   * Writes a new file; one that exists is never replaced, since a lost key cannot be made again.
   */
  static void write(Path file, byte[] seed) throws CommandException {
    byte[] line = (Hex.encode(seed) + "\n").getBytes(StandardCharsets.UTF_8);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file))) {
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(file + " exists and is not replaced; choose another name", e);
    } catch (NoSuchFileException e) {
      throw new CommandException("there is no directory " + file.getParent(), e);
    } catch (IOException e) {
      throw new CommandException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Set when the file is made, so that nobody can read it even for a moment. */
  private static FileAttribute<?>[] ownerOnly(Path file) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }
}
