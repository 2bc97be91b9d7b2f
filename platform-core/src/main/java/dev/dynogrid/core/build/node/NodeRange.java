package dev.dynogrid.core.build.node;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions that {@code engines} asks for: npm's ranges, without tags of pre-releases.
 *
 * @param alternatives each a list of bounds that all have to hold
 */
record NodeRange(List<List<Bound>> alternatives) {
  private static final String NUMBER = "v?(\\d+|[xX*])(?:\\.(\\d+|[xX*]))?(?:\\.(\\d+|[xX*]))?";
  private static final Pattern VERSION = Pattern.compile(NUMBER + "(?:[-+].*)?");
  private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");
  private static final Pattern TERM = Pattern.compile("(>=|<=|>|<|=|\\^|~>?)?(.+)");

  /** At least {@code from}, and less than {@code to}; each major, minor and patch. */
  record Bound(Version from, Version to) {
    boolean holds(Version version) {
      return version.compareTo(from) >= 0 && version.compareTo(to) < 0;
    }
  }

  /** Three numbers. */
  record Version(int major, int minor, int patch) implements Comparable<Version> {
    static final Version LOWEST = new Version(0, 0, 0);
    static final Version HIGHEST = new Version(Integer.MAX_VALUE, 0, 0);

    private static final Comparator<Version> ORDER =
        Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(Version::patch);

    @Override
    public int compareTo(Version other) {
      return ORDER.compare(this, other);
    }

    /** The first version whose number at {@code index}, of three, is higher. */
    Version next(int index) {
      return switch (index) {
        case 0 -> new Version(major + 1, 0, 0);
        case 1 -> new Version(major, minor + 1, 0);
        default -> new Version(major, minor, patch + 1);
      };
    }

    /** Which of the numbers is the first that is not 0; -1 if none is. */
    int firstNonZero() {
      return major != 0 ? 0 : minor != 0 ? 1 : patch != 0 ? 2 : -1;
    }
  }

  /** The range; empty if it is not understood. */
  static Optional<NodeRange> parse(String text) {
    try {
      return Optional.of(
          new NodeRange(
              Arrays.stream(text.strip().split("\\s*\\|\\|\\s*", -1))
                  .map(NodeRange::bounds)
                  .toList()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<Bound> bounds(String text) {
    Matcher hyphen = HYPHEN.matcher(text);
    if (hyphen.matches()) {
      return List.of(
          new Bound(lower(hyphen.group(1)), Version.HIGHEST),
          new Bound(Version.LOWEST, upper(hyphen.group(2), parts(hyphen.group(2)) - 1)));
    } else if (text.isBlank()) {
      return List.of();
    }
    String terms = text.replaceAll("([<>=^~])\\s+", "$1");
    return Arrays.stream(terms.split("\\s+")).map(NodeRange::bound).toList();
  }

  private static Bound bound(String text) {
    Matcher term = TERM.matcher(text);
    if (!term.matches()) {
      throw new IllegalArgumentException(text);
    }
    String operator = Optional.ofNullable(term.group(1)).orElse("=");
    String version = term.group(2);
    int parts = parts(version);
    if (parts == 0) {
      return new Bound(Version.LOWEST, Version.HIGHEST);
    }
    return switch (operator) {
      case ">=" -> new Bound(lower(version), Version.HIGHEST);
      case ">" -> new Bound(upper(version, parts - 1), Version.HIGHEST);
      case "<" -> new Bound(Version.LOWEST, lower(version));
      case "<=" -> new Bound(Version.LOWEST, upper(version, parts - 1));
      case "^" -> new Bound(lower(version), upper(version, firstNonZero(version)));
      case "=" -> new Bound(lower(version), upper(version, parts - 1));
      default -> new Bound(lower(version), upper(version, Math.min(parts - 1, 1)));
    };
  }

  private static Matcher matched(String version) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(version);
    }
    return matcher;
  }

  /** How many numbers are given. */
  private static int parts(String version) {
    Matcher matcher = matched(version);
    int parts = 0;
    while (parts < 3 && isNumber(matcher.group(parts + 1))) {
      parts++;
    }
    return parts;
  }

  private static boolean isNumber(String part) {
    return part != null && Character.isDigit(part.charAt(0));
  }

  private static Version lower(String version) {
    Matcher matcher = matched(version);
    int parts = parts(version);
    return new Version(
        parts > 0 ? Integer.parseInt(matcher.group(1)) : 0,
        parts > 1 ? Integer.parseInt(matcher.group(2)) : 0,
        parts > 2 ? Integer.parseInt(matcher.group(3)) : 0);
  }

  private static Version upper(String version, int index) {
    return lower(version).next(index);
  }

  private static int firstNonZero(String version) {
    int first = lower(version).firstNonZero();
    return first < 0 ? parts(version) - 1 : first;
  }

  /** Whether {@code version}, such as {@code v20.11.1}, is one of them. */
  boolean contains(String version) {
    Version one = lower(version.strip());
    return alternatives.stream().anyMatch(bounds -> bounds.stream().allMatch(b -> b.holds(one)));
  }
}
