package bambusa.leecher.page;

/**
 * Numbers as people read them. Written by hand, because {@code String.format} would weigh more than
 * the rest of the page.
 */
final class Figures {
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Figures() {}

  /** Digits in groups of three: 12,400. */
  static String grouped(int number) {
    String digits = Integer.toString(number);
    StringBuilder grouped = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0 && digits.charAt(i - 1) != '-') {
        grouped.append(',');
      }
      grouped.append(digits.charAt(i));
    }
    return grouped.toString();
  }

  /** "1 entry", "12,400 entries". */
  static String counted(int number, String one, String many) {
    return grouped(number) + " " + (number == 1 ? one : many);
  }

  /** Decimal units with one digit behind the point below ten: 950 B, 3.2 MB, 48 MB. */
  static String bytes(double count) {
    double amount = count;
    int unit = 0;
    while (amount >= 999.5 && unit < BYTE_UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    int tenths = (int) (amount * 10 + 0.5);
    String number =
        unit == 0 || tenths >= 100 ? grouped((tenths + 5) / 10) : tenths / 10 + "." + tenths % 10;
    return number + " " + BYTE_UNITS[unit];
  }

  /** A rough duration: "8 s", "4 min", "2 h". */
  static String duration(int seconds) {
    if (seconds < 90) {
      return seconds + " s";
    }
    if (seconds < 90 * 60) {
      return (seconds + 30) / 60 + " min";
    }
    return (seconds + 1800) / 3600 + " h";
  }
}
