package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.runtime.Streams;
import java.util.Optional;

/**
 * What a {@link GridCore} is asked for. Those with a number are answered, once, by a {@link
 * GridAction.Answer} of that number; numbers are chosen by whoever asks.
 */
public sealed interface GridRequest {
  /**
   * What is wanted of an app, as it is stored. To be said at first and after each change.
   *
   * @param current the newest succeeded release
   */
  record Want(App app, Optional<Release> current) implements GridRequest {}

  /** An app was destroyed. */
  record Gone(AppId app) implements GridRequest {}

  /**
   * Everything that is wanted, and everything that runs, has been told: go to work. The first
   * publication of routes is a complete one.
   */
  record Begin() implements GridRequest {}

  /**
   * Prove that a release starts, by dynos that get no requests. They end unless the release is
   * accepted.
   */
  record Check(long request, Release release) implements GridRequest {}

  /** A release that was to be proven is not wanted any more. */
  record Drop(AppId app, ReleaseId release) implements GridRequest {}

  /** A release is the current one: answered when new requests go to it. */
  record Accept(long request, Release release) implements GridRequest {}

  /** Answered when the mesh serves an app by what is wanted of it now. */
  record InEffect(long request, AppId app) implements GridRequest {}

  /**
   * Replace the dynos of an app: answered when the new ones are up.
   *
   * @param type one type, or all
   */
  record Restart(long request, AppId app, Optional<ProcessType> type) implements GridRequest {}

  /**
   * Run a command once: answered when a runtime has accepted the dyno.
   *
   * @param dyno its identity
   */
  record RunOnce(
      long request, DynoId dyno, Release release, ProcessType type, String command, Streams streams)
      implements GridRequest {}

  /** Stop everything, the routes being gone: answered when nothing is left. */
  record StopAll(long request) implements GridRequest {}
}
