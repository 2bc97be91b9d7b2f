package dev.dynogrid.api.model;

import java.util.Map;
import java.util.Objects;

/**
 * A slug: the immutable compiled form of one commit. This record describes it; its bytes are in the
 * {@code SlugStore} under its id.
 *
 * @param id the SHA-256 of the uncompressed archive: a tar in canonical order, without owners, file
 *     times kept
 * @param bytes the size of the uncompressed archive
 * @param language what was recognised, for people: {@code Ruby}
 * @param stack the stack it was compiled for; it runs on that stack only
 * @param appDirectory the absolute path at which the app was compiled and at which its dynos must
 *     see it, since virtual environments and class-data archives depend on it
 * @param processTypes command lines by type, from the Procfile over the buildpack's defaults
 * @param environment defaults from the buildpacks ({@code RACK_ENV}); config vars win over them
 * @param health when a web dyno counts as healthy
 * @param inputs a digest of all that went into it (source tree, buildpacks and their versions,
 *     config vars, tool versions): equal inputs need not be compiled again
 */
public record Slug(
    SlugId id,
    long bytes,
    String language,
    String stack,
    String appDirectory,
    Map<ProcessType, String> processTypes,
    Map<String, String> environment,
    HealthCheck health,
    String inputs) {
  /** Checks and takes copies. */
  public Slug {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(stack, "stack");
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(inputs, "inputs");
    Arguments.check(bytes >= 0, "slug bytes", bytes, "0 or more");
    Arguments.check(
        appDirectory.startsWith("/"), "app directory", appDirectory, "an absolute path");
    processTypes = Map.copyOf(processTypes);
    environment = Map.copyOf(environment);
  }

  /** Without the values of its environment, some of which are secrets. */
  @Override
  public String toString() {
    return "Slug[" + id + ", " + language + ", " + bytes + " bytes]";
  }

  /** Whether the slug has a command for the type. */
  public boolean has(ProcessType type) {
    return processTypes.containsKey(type);
  }
}
