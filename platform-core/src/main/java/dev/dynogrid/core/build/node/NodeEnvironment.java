package dev.dynogrid.core.build.node;

import dev.dynogrid.api.build.BuildContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Environment variables of Node apps, for their builds and for their dynos. */
final class NodeEnvironment {
  /** An index that does not answer fails a build in seconds, not in npm's usual two minutes. */
  private static final Map<String, String> BUILD =
      Map.ofEntries(
          Map.entry("NODE_ENV", "production"),
          Map.entry("npm_config_fund", "false"),
          Map.entry("npm_config_audit", "false"),
          Map.entry("npm_config_update_notifier", "false"),
          Map.entry("npm_config_progress", "false"),
          Map.entry("npm_config_logs_max", "0"),
          Map.entry("npm_config_fetch_retries", "1"),
          Map.entry("npm_config_fetch_retry_mintimeout", "500"),
          Map.entry("npm_config_fetch_retry_maxtimeout", "2000"),
          Map.entry("npm_config_fetch_timeout", "30000"),
          Map.entry("YARN_PRODUCTION", "false"),
          Map.entry("YARN_NODE_LINKER", "node-modules"),
          Map.entry("YARN_ENABLE_GLOBAL_CACHE", "false"),
          Map.entry("YARN_ENABLE_TELEMETRY", "0"),
          Map.entry("COREPACK_ENABLE_DOWNLOAD_PROMPT", "0"),
          Map.entry("HUSKY", "0"),
          Map.entry("NEXT_TELEMETRY_DISABLED", "1"));

  private NodeEnvironment() {}

  /** What the programs of a build get; the app's config vars win. */
  static Map<String, String> ofBuild(BuildContext context) throws IOException {
    Path cache = context.cacheDirectory();
    Map<String, String> environment = new HashMap<>(BUILD);
    environment.putAll(NpmSettings.ofThisMachine(context.appDirectory()));
    environment.put("npm_config_cache", cache.resolve("npm").toString());
    environment.put("YARN_CACHE_FOLDER", cache.resolve("yarn").toString());
    environment.put("COREPACK_HOME", cache.resolve("corepack").toString());
    environment.putAll(context.environment());
    return environment;
  }

  /** What dynos get: what npm would tell the app too. */
  static Map<String, String> ofDynos(PackageJson packageJson) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NODE_ENV", "production");
    environment.put("NO_UPDATE_NOTIFIER", "1");
    environment.put("npm_config_update_notifier", "false");
    packageJson.name().ifPresent(name -> environment.put("npm_package_name", name));
    packageJson.version().ifPresent(version -> environment.put("npm_package_version", version));
    return environment;
  }
}
