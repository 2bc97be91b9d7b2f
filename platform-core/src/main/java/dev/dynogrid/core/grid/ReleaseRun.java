package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.ConfigVars;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.Slug;
import java.util.HashMap;
import java.util.Map;

/** What of a release the grid needs to run it. */
record ReleaseRun(ReleaseId id, int version, Slug slug, ConfigVars configVars) {
  static ReleaseRun of(Release release) {
    return new ReleaseRun(release.id(), release.version(), release.slug(), release.configVars());
  }

  String command(ProcessType type) {
    String command = slug.processTypes().get(type);
    if (command == null) {
      throw new IllegalStateException("slug " + slug.id() + " has no process type " + type);
    }
    return command;
  }

  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(slug.environment());
    environment.putAll(configVars.asMap());
    return environment;
  }

  boolean isJvm() {
    return slug.language().startsWith("Java");
  }
}
