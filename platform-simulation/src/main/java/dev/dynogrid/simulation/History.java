package dev.dynogrid.simulation;

import dev.dynogrid.api.PlatformEvent;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.core.grid.GridAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last actions, for those who look into a failure, and a digest of all, for replays. */
final class History {
  private static final int KEPT = 1 << 14;
  private static final int SHOWN = 40;
  private static final long PRIME = 1_099_511_628_211L;

  private final @Nullable Entry[] last = new Entry[KEPT];
  private long count;
  private long digest = 1;

  private record Entry(Instant at, GridAction action) {}

  void add(Instant at, GridAction action) {
    last[(int) (count++ % KEPT)] = new Entry(at, action);
    digest = (digest ^ at.toEpochMilli() ^ mark(action)) * PRIME;
  }

  private static long mark(GridAction action) {
    if (action instanceof GridAction.Start start) {
      return start.spec().id().hashCode() * 31L + start.placement().hashCode();
    } else if (action instanceof GridAction.Stop stop) {
      return stop.dyno().hashCode() * 37L;
    } else if (action instanceof GridAction.Publish publish) {
      return publish.change().version();
    }
    return action.getClass().getSimpleName().hashCode();
  }

  /** Equal for equal histories. */
  long digest() {
    return digest;
  }

  long count() {
    return count;
  }

  /** What was last done for an app. */
  List<String> of(AppId app) {
    List<String> lines = new ArrayList<>();
    for (long i = Math.max(0, count - KEPT); i < count; i++) {
      @Nullable Entry entry = last[(int) (i % KEPT)];
      if (entry != null) {
        text(entry.action(), app).ifPresent(text -> lines.add(entry.at() + " " + text));
      }
    }
    return lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
  }

  private static Optional<String> text(GridAction action, AppId app) {
    if (action instanceof GridAction.Say say && say.line().app().equals(app)) {
      return Optional.of(say.line().process() + ": " + say.line().text());
    } else if (action instanceof GridAction.Tell tell
        && tell.event().app().equals(app)
        && tell.event() instanceof PlatformEvent.DynoChanged changed) {
      return Optional.of(
          changed.dyno().name()
              + " "
              + changed.dyno().id()
              + " "
              + changed.from()
              + " → "
              + changed.dyno().state()
              + " on "
              + changed.dyno().host());
    } else if (action instanceof GridAction.Publish publish) {
      return publish.change().routes().stream()
          .filter(route -> route.app().equals(app))
          .findFirst()
          .map(
              route ->
                  "route v"
                      + publish.change().version()
                      + " "
                      + route.mode()
                      + " "
                      + route.targets().stream().map(t -> t.dyno().toString()).toList());
    }
    return Optional.empty();
  }
}
