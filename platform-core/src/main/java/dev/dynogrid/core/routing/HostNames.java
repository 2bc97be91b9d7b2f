package dev.dynogrid.core.routing;

import java.util.Locale;

/** Host names as routes have them: in lower case, without port and trailing dot (RM-10). */
final class HostNames {
  private static final int LAST_PORT = 65_535;

  private HostNames() {}

  /** What names an app in a {@code Host} header; empty if nothing does. */
  static String normalise(String host) {
    int end = host.length();
    int colon = host.lastIndexOf(':');
    if (colon >= 0 && colon > host.lastIndexOf(']')) {
      end = colon;
    }
    if (end > 0 && host.charAt(end - 1) == '.') {
      end--;
    }
    return host.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /**
   * Whether this can stand in a {@code Host} header: a host and perhaps a port, without user, path
   * or anything that another parser could read as the end of it.
   */
  static boolean isWellFormed(String host) {
    int afterName = 0;
    if (host.startsWith("[")) {
      afterName = host.indexOf(']') + 1;
      if (afterName == 0 || !onlyAddress(host, afterName - 1)) {
        return false;
      }
    } else {
      while (afterName < host.length() && isNameCharacter(host.charAt(afterName))) {
        afterName++;
      }
    }
    return isPort(host, afterName);
  }

  private static boolean isPort(String host, int from) {
    if (from == host.length()) {
      return true;
    }
    if (host.charAt(from) != ':' || host.length() - from > 6) {
      return false;
    }
    int port = 0;
    for (int i = from + 1; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = port * 10 + c - '0';
    }
    return port <= LAST_PORT;
  }

  private static boolean onlyAddress(String host, int end) {
    return host.substring(1, end)
        .chars()
        .allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
