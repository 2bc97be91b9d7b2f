package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.DynoState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the grid's loop keeps of one app. Used on the loop only. */
final class AppModel {
  final AppId id;
  final Map<DynoId, GridDyno> dynos = new LinkedHashMap<>();
  final Map<DynoName, Restarts> restarts = new HashMap<>();

  @Nullable Wanted wanted;
  @Nullable Check check;

  private final List<Waiter> waiters = new ArrayList<>();

  /** Somebody who waits for a state of the app. */
  private record Waiter(Predicate<AppView> reached, CompletableFuture<Void> done) {}

  AppModel(AppId id) {
    this.id = id;
  }

  AppView view(Wanted of, Set<DynoId> busy) {
    return new AppView(of, List.copyOf(dynos.values()), Map.copyOf(restarts), busy);
  }

  Set<DynoId> draining() {
    return dynos.values().stream()
        .filter(dyno -> dyno.is(DynoState.DRAINING))
        .map(GridDyno::id)
        .collect(Collectors.toSet());
  }

  void crashed(GridDyno dyno, Instant now, double random) {
    Restarts before = restarts.getOrDefault(dyno.name(), Restarts.NONE);
    Duration up = dyno.is(DynoState.UP) ? Duration.between(dyno.since(), now) : Duration.ZERO;
    restarts.put(dyno.name(), before.crashed(now, up, random));
  }

  Optional<ReleaseRun> run(GridDyno dyno) {
    Wanted now = wanted;
    if (now == null) {
      return Optional.empty();
    }
    return now.candidate()
        .map(Wanted.Candidate::release)
        .filter(release -> release.id().equals(dyno.release()))
        .or(() -> now.current().filter(release -> release.id().equals(dyno.release())));
  }

  CompletableFuture<Void> await(Predicate<AppView> reached) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    waiters.add(new Waiter(reached, done));
    return done;
  }

  boolean hasWaiters() {
    return !waiters.isEmpty();
  }

  void tellWaiters(AppView view) {
    waiters.removeIf(
        waiter -> {
          boolean over = waiter.done().isDone() || waiter.reached().test(view);
          if (over) {
            waiter.done().complete(null);
          }
          return over;
        });
  }

  void giveUpWaiters(RuntimeException why) {
    waiters.forEach(waiter -> waiter.done().completeExceptionally(why));
    waiters.clear();
  }
}
