package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.model.Arguments;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How somebody names a buildpack. */
public sealed interface BuildpackReference {
  /** What people read: without user names and passwords. */
  String shown();

  /**
   * One that is there from the start.
   *
   * @param name such as {@code nodejs} or, as others call it, {@code heroku/nodejs}
   */
  record Named(String name) implements BuildpackReference {
    @Override
    public String shown() {
      return name;
    }
  }

  /**
   * One in a git repository.
   *
   * @param url without the {@code #} and what follows it
   * @param ref a branch, tag or commit; empty for the repository's default branch
   */
  record Remote(String url, Optional<String> ref) implements BuildpackReference {
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@]*@");

    @Override
    public String shown() {
      return CREDENTIALS.matcher(url).replaceFirst("") + ref.map(name -> "#" + name).orElse("");
    }
  }

  /**
   * One on this machine: a git repository, or a folder as it is.
   *
   * @param path absolute
   * @param ref as for {@link Remote}; only repositories have one
   */
  record Local(Path path, Optional<String> ref) implements BuildpackReference {
    @Override
    public String shown() {
      return path + ref.map(name -> "#" + name).orElse("");
    }
  }

  /**
   * A folder of the app's own source.
   *
   * @param path relative, and not leading out
   */
  record InApp(Path path) implements BuildpackReference {
    @Override
    public String shown() {
      return path.toString().isEmpty() ? "." : "./" + path;
    }
  }

  /** What stands before a name in other platforms' lists. */
  String URN = "urn:buildpack:";

  /** Names of branches, tags and commits. */
  Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+-]{0,200}");

  /** The forms, for those who wrote another one. */
  String FORMS =
      "the name of a built-in buildpack, the http, https, git or file URL of a git repository,"
          + " an absolute path, or a path in the app that begins with ./";

  /**
   * Reads a reference.
   *
   * @throws IllegalArgumentException if it is none
   */
  static BuildpackReference parse(String text) {
    String trimmed = text.strip();
    boolean plain = !trimmed.isEmpty() && trimmed.chars().allMatch(c -> c > ' ' && c != 0x7f);
    Arguments.check(plain, "buildpack", text, FORMS);
    String whole = trimmed.startsWith(URN) ? trimmed.substring(URN.length()) : trimmed;
    if (whole.equals(".") || whole.startsWith("./")) {
      return inApp(whole);
    }
    int hash = whole.indexOf('#');
    String place = hash < 0 ? whole : whole.substring(0, hash);
    Optional<String> ref =
        hash < 0 || hash == whole.length() - 1
            ? Optional.empty()
            : Optional.of(ref(whole.substring(hash + 1)));
    if (place.contains("://")) {
      return url(place, ref);
    } else if (place.startsWith("/")) {
      return new Local(Path.of(place).normalize(), ref);
    }
    boolean named = place.matches("[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)?");
    Arguments.check(named && ref.isEmpty(), "buildpack", whole, FORMS);
    return new Named(place);
  }

  private static BuildpackReference inApp(String text) {
    Path path = Path.of(text).normalize();
    Arguments.check(
        !path.startsWith(".."), "buildpack", text, "a path that does not lead out of the app");
    return new InApp(path);
  }

  private static BuildpackReference url(String url, Optional<String> ref) {
    String scheme = url.substring(0, url.indexOf("://"));
    if (scheme.equals("file")) {
      String path = url.substring("file://".length());
      Arguments.check(path.startsWith("/"), "buildpack", url, "file:// and an absolute path");
      return new Local(Path.of(path).normalize(), ref);
    }
    Remote remote = new Remote(url, ref);
    Arguments.check(
        Set.of("http", "https", "git").contains(scheme)
            && url.length() > scheme.length() + "://".length(),
        "buildpack",
        remote.shown(),
        FORMS);
    return remote;
  }

  private static String ref(String text) {
    Arguments.check(
        REF.matcher(text).matches() && !text.contains(".."),
        "buildpack's branch, tag or commit",
        text,
        "a name of git's");
    return text;
  }
}
