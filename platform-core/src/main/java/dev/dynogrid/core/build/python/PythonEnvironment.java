package dev.dynogrid.core.build.python;

import dev.dynogrid.api.build.BuildContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Environment variables of Python apps, for their builds and for their dynos. */
final class PythonEnvironment {
  /** An index that does not answer fails a build in seconds. */
  private static final Map<String, String> PIP =
      Map.ofEntries(
          Map.entry("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
          Map.entry("PIP_NO_INPUT", "1"),
          Map.entry("PIP_RETRIES", "1"),
          Map.entry("PIP_DEFAULT_TIMEOUT", "10"),
          Map.entry("PIP_ROOT_USER_ACTION", "ignore"),
          Map.entry("PIP_NO_WARN_SCRIPT_LOCATION", "1"),
          Map.entry("PIP_PROGRESS_BAR", "off"));

  private PythonEnvironment() {}

  /** What pip and its like get; the app's config vars win. */
  static Map<String, String> ofPip(BuildContext context) throws IOException {
    Path cache = context.cacheDirectory();
    Map<String, String> environment = new HashMap<>(PIP);
    environment.putAll(PipSettings.ofThisMachine());
    environment.put("PIP_CACHE_DIR", cache.resolve("pip").toString());
    environment.put("UV_CACHE_DIR", cache.resolve("uv").toString());
    environment.put("POETRY_CACHE_DIR", cache.resolve("poetry").toString());
    environment.put("PIPENV_CACHE_DIR", cache.resolve("pipenv").toString());
    environment.putAll(context.environment());
    return environment;
  }

  /** What dynos get, and the app's own code during the build. */
  static Map<String, String> ofApp(Path app) {
    boolean sources = Files.isDirectory(app.resolve("src"));
    return Map.of(
        "PYTHONUNBUFFERED",
        "1",
        "PYTHONPATH",
        sources ? app + ":" + app.resolve("src") : app.toString(),
        "VIRTUAL_ENV",
        app.resolve(VirtualEnvironment.FOLDER).toString());
  }
}
