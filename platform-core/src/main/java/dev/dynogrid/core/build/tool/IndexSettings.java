package dev.dynogrid.core.build.tool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What this machine says of the way to package indexes, and builds may know: mirrors, proxies,
 * certificates. Credentials stay here, since builds are other people's code.
 */
public final class IndexSettings {
  private static final Set<String> NAMES =
      Set.of(
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "NODE_EXTRA_CA_CERTS",
          "PIP_CERT",
          "PIP_INDEX_URL",
          "PIP_EXTRA_INDEX_URL",
          "PIP_FIND_LINKS",
          "PIP_TRUSTED_HOST",
          "UV_DEFAULT_INDEX",
          "UV_INDEX_URL",
          "GOPROXY",
          "GOSUMDB",
          "GONOPROXY",
          "GONOSUMDB",
          "GOPRIVATE");
  private static final List<String> PROXIES =
      List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy");
  private static final String MIRROR_OF_GEMS = "BUNDLE_MIRROR__";
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/\\s]*@");

  private IndexSettings() {}

  /** Those in the environment of the platform's process. */
  public static Map<String, String> ofThisMachine() {
    return in(System.getenv());
  }

  static Map<String, String> in(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (isOne(name) && !holdsCredentials(value)) {
            settings.put(name, value);
          }
        });
    return settings;
  }

  private static boolean isOne(String name) {
    return NAMES.contains(name)
        || PROXIES.stream().anyMatch(name::equalsIgnoreCase)
        || name.startsWith(MIRROR_OF_GEMS);
  }

  /** Whether an address in the text has a user in it: {@code https://user:password@host/}. */
  public static boolean holdsCredentials(String text) {
    return CREDENTIALS.matcher(text).find();
  }
}
