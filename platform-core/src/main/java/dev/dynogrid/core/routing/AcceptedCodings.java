package dev.dynogrid.core.routing;

import java.util.Locale;

/** Which codings a client takes, by its {@code Accept-Encoding} (RFC 9110, 12.5.3). */
final class AcceptedCodings {
  private static final int WHOLE = 1000;

  private AcceptedCodings() {}

  /** How much a client wants a coding: 0 for not at all, 1000 for very much. */
  static int weight(String accept, String coding) {
    int any = 0;
    for (String element : accept.split(",", -1)) {
      int semicolon = element.indexOf(';');
      String name = (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
      int weight = semicolon < 0 ? WHOLE : quality(element.substring(semicolon + 1));
      if (name.toLowerCase(Locale.ROOT).equals(coding)) {
        return weight;
      }
      any = name.equals("*") ? weight : any;
    }
    return any;
  }

  /** Reads {@code q=0.5}; what has another form is not wanted. */
  private static int quality(String parameter) {
    String plain = parameter.strip().toLowerCase(Locale.ROOT);
    if (!plain.matches("q\\s*=\\s*(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
      return 0;
    }
    String digits = plain.substring(plain.indexOf('=') + 1).strip().replace(".", "");
    return Integer.parseInt((digits + "000").substring(0, 4));
  }
}
