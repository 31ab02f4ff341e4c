package bambusa.relay.limits;

import bambusa.bytes.MalformedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses that begin alike, written {@code 10.0.0.0/8}; without a length it is one address. */
public final class AddressRange {

  /** Digits of an address; anything else would be looked up as a name. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final byte[] start;
  private final int length;
  private final String text;

  private AddressRange(byte[] start, int length, String text) {
    this.start = start;
    this.length = length;
    this.text = text;
  }

  /** Reads an address with or without the length of what it has in common with others. */
  public static AddressRange parse(String text) throws MalformedException {
    int slash = text.indexOf('/');
    byte[] start = address(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = start.length * Byte.SIZE;
    String digits = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
    int length = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : bits + 1;
    if (length > bits) {
      throw new MalformedException(
          "expected a length from 0 to " + bits + " behind the /, got '" + digits + "'");
    }
    return new AddressRange(start, length, text);
  }

  /** Reads an address; a name is none. */
  public static InetAddress address(String text) throws MalformedException {
    try {
      if (ADDRESS.matcher(text).matches()) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      throw new MalformedException("expected an address, got '" + text + "'");
    }
    throw new MalformedException("expected an address, got '" + text + "'");
  }

  /** Whether it is one of these. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != start.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int mask = 0x80 >> (i % Byte.SIZE);
      int at = i / Byte.SIZE;
      if ((bytes[at] & mask) != (start[at] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
