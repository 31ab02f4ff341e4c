package bambusa.relay.cli;

import bambusa.bytes.MalformedException;
import bambusa.crypto.PublicKey;
import bambusa.operation.DocumentId;
import bambusa.relay.bans.Bans;
import bambusa.relay.bans.BansFile;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Whom or what a ban is about, and the file it stands in. */
final class BanTarget {

  private static final String OWNER = "owner";
  private static final String DOCUMENT = "document";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "owner|document",
      description = "All documents of an owner, or one document.")
  @Nullable String kind;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "Public key of the owner, or id of the document.")
  @Nullable String id;

  boolean isGiven() {
    return kind != null;
  }

  /** Adds it to bans. */
  UnaryOperator<Bans> ban() throws WrongUseException {
    if (isOwner()) {
      PublicKey owner = owner();
      return bans -> bans.with(owner);
    }
    DocumentId document = document();
    return bans -> bans.with(document);
  }

  /** Takes it out of bans. */
  UnaryOperator<Bans> unban() throws WrongUseException {
    if (isOwner()) {
      PublicKey owner = owner();
      return bans -> bans.without(owner);
    }
    DocumentId document = document();
    return bans -> bans.without(document);
  }

  private boolean isOwner() throws WrongUseException {
    if (!OWNER.equals(kind) && !DOCUMENT.equals(kind) || id == null) {
      throw new WrongUseException("expected 'owner KEY' or 'document ID'");
    }
    return OWNER.equals(kind);
  }

  private PublicKey owner() throws WrongUseException {
    try {
      return PublicKey.parse(String.valueOf(id));
    } catch (MalformedException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()));
    }
  }

  private DocumentId document() throws WrongUseException {
    try {
      return DocumentId.parse(String.valueOf(id));
    } catch (MalformedException e) {
      throw new WrongUseException("expected the id of a document: " + e.getMessage());
    }
  }

  static Bans read(BansFile file) throws CommandException {
    try {
      return file.read();
    } catch (IOException e) {
      throw new CommandException("cannot read the bans: " + e, e);
    } catch (MalformedException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  static boolean change(BansFile file, UnaryOperator<Bans> change) throws CommandException {
    try {
      return file.change(change);
    } catch (IOException e) {
      throw new CommandException("cannot write the bans: " + e, e);
    } catch (MalformedException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}
