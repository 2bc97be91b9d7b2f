package dev.dynogrid.core;

import java.nio.file.Path;

/** The names of everything in a data directory. */
record DataDirectory(Path root) {
  Path store() {
    return root.resolve("dynogrid.db");
  }

  Path configKey() {
    return root.resolve("config-key");
  }

  Path apiKey() {
    return root.resolve("api-key");
  }

  Path slugs() {
    return root.resolve("slugs");
  }

  Path repositories() {
    return root.resolve("git");
  }

  /** Repositories of buildpacks that were fetched. */
  Path buildpacks() {
    return root.resolve("buildpacks");
  }

  Path caches() {
    return root.resolve("cache");
  }

  /** The runtime's own; short, since socket paths are. */
  Path runtime() {
    return root.resolve("run");
  }

  /** Where builds work and where local dynos find their slugs. */
  Path trees() {
    return runtime().resolve("trees");
  }
}
