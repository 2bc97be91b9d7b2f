package dev.dynogrid.core.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Versions of routes, and when they are in effect. */
class RouteBookTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final RouteBook book = new RouteBook();
  private final AppModel app = new AppModel(new AppId(new UUID(0, 1)));
  private final AppModel other = new AppModel(new AppId(new UUID(0, 2)));

  private static AppRoute route(AppModel app, AppRoute.Mode mode) {
    return new AppRoute(
        app.id, new AppName("a"), Set.of("a"), mode, List.of(), RouteSettings.USUAL);
  }

  private RouteChange put(AppModel which, AppRoute.Mode mode) {
    book.put(which, route(which, mode), NOW);
    return book.flush(NOW).orElseThrow();
  }

  @Test
  void theFirstChangeIsACompleteOneAlsoWithoutAnApp() {
    RouteChange first = book.flush(NOW).orElseThrow();
    assertThat(first.complete()).isTrue();
    assertThat(first.version()).isEqualTo(NOW.toEpochMilli() * 1000);
    assertThat(book.flush(NOW)).isEmpty();
  }

  @Test
  void changesOfAPassAreOneVersionAndTheNextIsHigher() {
    book.flush(NOW);
    book.put(app, route(app, AppRoute.Mode.HOLD), NOW);
    book.put(other, route(other, AppRoute.Mode.HOLD), NOW);
    RouteChange both = book.flush(NOW).orElseThrow();
    assertThat(both.routes()).hasSize(2);
    assertThat(put(app, AppRoute.Mode.CRASHED).version()).isEqualTo(both.version() + 1);
  }

  @Test
  void whatIsAsItWasIsNotPublishedAgain() {
    put(app, AppRoute.Mode.HOLD);
    book.put(app, route(app, AppRoute.Mode.HOLD), NOW);
    assertThat(book.flush(NOW)).isEmpty();
  }

  @Test
  void aRouteIsInEffectOnceEveryNodeHasAcknowledgedIt() {
    RouteChange change = put(app, AppRoute.Mode.HOLD);
    see(new MeshNode("a", change.version(), Optional.empty()));
    assertThat(book.isInEffect(app, NOW)).isTrue();
    RouteChange next = put(app, AppRoute.Mode.CRASHED);
    assertThat(book.isInEffect(app, NOW)).isFalse();
    List<AppModel> settled =
        see(
            new MeshNode("a", next.version(), Optional.empty()),
            new MeshNode("b", change.version(), Optional.of(NOW.plusSeconds(10))));
    assertThat(settled).isEmpty();
    assertThat(book.isInEffect(app, NOW)).isFalse();
  }

  @Test
  void aNodeWhoseLeaseHasRunOutIsNotWaitedFor() {
    Instant lease = NOW.plus(Duration.ofSeconds(10));
    put(app, AppRoute.Mode.HOLD);
    see(new MeshNode("b", 1, Optional.of(lease)));
    assertThat(book.firstFence()).contains(lease.plusMillis(1));
    assertThat(book.isInEffect(app, lease)).isFalse();
    assertThat(book.isInEffect(app, lease.plusMillis(1))).isTrue();
  }

  private List<AppModel> see(MeshNode... nodes) {
    List<AppModel> settled = new ArrayList<>();
    book.saw(List.of(nodes), NOW, settled::add);
    return settled;
  }
}
