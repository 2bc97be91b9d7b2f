package dev.dynogrid.core.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Places and limits of deploys.
 *
 * @param workspaces where each build gets a directory of its own, and where apps on a stack without
 *     a fixed app directory stay for their dynos
 * @param caches where each app's build cache is
 * @param buildsAtOnce as many as there are cores
 * @param buildTimeLimit for compiling
 * @param releaseCommandTimeLimit for the {@code release} process type
 * @param slugSizeLimit in bytes, uncompressed
 * @param checkTimeLimit for the check, at most; the grid has shorter limits for each dyno
 */
public record DeployOptions(
    Path workspaces,
    Path caches,
    int buildsAtOnce,
    Duration buildTimeLimit,
    Duration releaseCommandTimeLimit,
    long slugSizeLimit,
    Duration checkTimeLimit) {
  /** Checks that all parts are there. */
  public DeployOptions {
    Objects.requireNonNull(workspaces, "workspaces");
    Objects.requireNonNull(caches, "caches");
    Objects.requireNonNull(buildTimeLimit, "buildTimeLimit");
    Objects.requireNonNull(releaseCommandTimeLimit, "releaseCommandTimeLimit");
    Objects.requireNonNull(checkTimeLimit, "checkTimeLimit");
  }
}
