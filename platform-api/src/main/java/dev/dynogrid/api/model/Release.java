package dev.dynogrid.api.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A release: slug + config vars + attached services, numbered within its app, never changed once it
 * is decided.
 *
 * @param id the identity that dynos are labelled with
 * @param app whose it is
 * @param version 1, 2, …; shown as {@code v1}
 * @param status pending, then succeeded or failed
 * @param slug what runs
 * @param configVars the app's config vars as of this release
 * @param description for people: {@code Deploy 1a2b3c4}, {@code Set SECRET}, {@code Rollback to v3}
 * @param commit the commit that the slug was compiled from, 40 hexadecimal digits for git; empty if
 *     the source had none
 * @param ref the git ref whose push made it; empty for config changes and rollbacks
 * @param failure why it failed; empty unless it did
 * @param createdAt when it was decided
 * @param createdBy who asked for it
 */
public record Release(
    ReleaseId id,
    AppId app,
    int version,
    ReleaseStatus status,
    Slug slug,
    ConfigVars configVars,
    String description,
    Optional<String> commit,
    Optional<String> ref,
    Optional<String> failure,
    Instant createdAt,
    Actor createdBy) {
  /** Checks the parts. */
  public Release {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(slug, "slug");
    Objects.requireNonNull(configVars, "configVars");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(commit, "commit");
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(createdBy, "createdBy");
    Arguments.check(version >= 1, "release version", version, "1 or more");
    Arguments.check(
        failure.isPresent() == (status == ReleaseStatus.FAILED),
        "failure",
        failure.isPresent(),
        "a reason if the release failed, and only then");
  }

  /** {@code v7}. */
  public String label() {
    return "v" + version;
  }
}
