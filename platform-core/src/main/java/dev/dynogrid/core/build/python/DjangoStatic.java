package dev.dynogrid.core.build.python;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the settings of a Django project tell about its static files and its host names. */
final class DjangoStatic {
  private static final Pattern NO_HOSTS =
      Pattern.compile("(?m)^ALLOWED_HOSTS(?::[^=]*)?\\s*=\\s*(\\[\\s*]|\\(\\s*\\))");
  private static final Pattern HOSTS = Pattern.compile("(?m)^\\s*ALLOWED_HOSTS\\b.*[=(].*\\S");
  private static final Pattern ROOT = Pattern.compile("(?m)^\\s*STATIC_ROOT\\s*(?::[^=]*)?=");
  private static final Pattern APP = Pattern.compile("(?m)^[^#\\n]*django\\.contrib\\.staticfiles");
  private static final Pattern STORAGES =
      Pattern.compile("(?m)^\\s*(STORAGES|STATICFILES_STORAGE)\\s*=");

  private DjangoStatic() {}

  /**
   * Whether static files are to be collected.
   *
   * @param settings the texts of the settings' files
   * @param disabled the config var {@code DISABLE_COLLECTSTATIC}
   */
  static boolean isWanted(List<String> settings, Optional<String> disabled) {
    boolean off = disabled.filter(value -> !value.isBlank() && !value.equals("0")).isPresent();
    boolean configured =
        settings.stream()
            .anyMatch(text -> ROOT.matcher(text).find() || STORAGES.matcher(text).find());
    return !off && configured && settings.stream().anyMatch(text -> APP.matcher(text).find());
  }

  /** Whether the project answers to no host name unless it is in debug mode. */
  static boolean hasNoHosts(List<String> settings) {
    boolean empty = settings.stream().anyMatch(text -> NO_HOSTS.matcher(text).find());
    long others =
        settings.stream()
            .flatMap(text -> HOSTS.matcher(text).results())
            .filter(result -> !NO_HOSTS.matcher(result.group().strip()).find())
            .count();
    return empty && others == 0;
  }
}
