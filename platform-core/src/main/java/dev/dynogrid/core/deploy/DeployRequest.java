package dev.dynogrid.core.deploy;

import dev.dynogrid.api.build.SourceTree;
import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.AppId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Source that is to be deployed.
 *
 * @param app the app
 * @param actor who asks for it
 * @param source the source; its version is the commit
 * @param ref the git ref that was pushed; empty if the source did not come by git
 * @param received how long it took to receive, for the line with the times
 * @param precondition run first, with the app's deploy lock held: throws if the source is outdated
 * @param accepted run last, with the lock still held, once the release is decided: moves the ref.
 *     If it fails, or never runs, the ref is brought up to the ledger later
 */
public record DeployRequest(
    AppId app,
    Actor actor,
    SourceTree source,
    Optional<String> ref,
    Duration received,
    Runnable precondition,
    Runnable accepted) {
  /** Checks that all parts are there. */
  public DeployRequest {
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(received, "received");
    Objects.requireNonNull(precondition, "precondition");
    Objects.requireNonNull(accepted, "accepted");
  }
}
