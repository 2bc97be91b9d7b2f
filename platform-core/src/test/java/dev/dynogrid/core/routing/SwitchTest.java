package dev.dynogrid.core.routing;

import static dev.dynogrid.core.routing.TestMesh.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";

  private final TestMesh mesh = new TestMesh();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void noRequestIsLostAndNoneReachesADynoThatWasSeenEmptyAfterItsRemoval() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicInteger answered = new AtomicInteger();
    TestDyno first = TestDyno.saying("0");
    mesh.serve(first);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean kept = i % 2 == 0;
      boolean posts = i % 4 < 2;
      Thread thread = new Thread(() -> load(stop, wrong, answered, kept, posts));
      thread.start();
      clients.add(thread);
    }
    TestDyno old = first;
    RouteTarget oldTarget = mesh.serve(old);
    for (int i = 1; i <= 40; i++) {
      int before = answered.get();
      TestMesh.eventually(() -> answered.get() > before + 20 || !wrong.isEmpty());
      TestDyno next = TestDyno.saying("" + i);
      RouteTarget nextTarget = mesh.serve(next);
      RouteTarget leaving = oldTarget;
      TestMesh.eventually(() -> mesh.traffic().inFlight(leaving.dyno()) == 0);
      int seen = old.requests().size();
      assertThat(mesh.get("/").body()).isEqualTo("" + i);
      assertThat(old.requests()).hasSize(seen);
      old.close();
      old = next;
      oldTarget = nextTarget;
    }
    stop.set(true);
    for (Thread client : clients) {
      client.join();
    }
    old.close();
    assertThat(wrong).isEmpty();
    assertThat(mesh.texts()).noneMatch(line -> line.startsWith("at=error"));
  }

  private void load(
      AtomicBoolean stop, Queue<String> wrong, AtomicInteger count, boolean kept, boolean posts) {
    String request =
        posts ? "POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 2\r\n\r\nab" : GET;
    RawClient client = mesh.client();
    try {
      while (!stop.get()) {
        RawMessage response = client.send(request).read();
        if (response.status() != 200) {
          wrong.add(response.startLine() + " " + response.header("x-dynogrid-error"));
        }
        count.incrementAndGet();
        if (!kept) {
          client.close();
          client = mesh.client();
        }
      }
    } catch (RuntimeException e) {
      wrong.add(String.valueOf(e));
    } finally {
      client.close();
    }
  }

  @Test
  void aRequestThatIsUnderWayAtASwitchIsFinishedByItsDyno() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (TestDyno old =
            TestDyno.answering(
                (request, connection) -> {
                  go.await();
                  connection.send(TestDyno.ok("old"));
                });
        TestDyno fresh = TestDyno.saying("new");
        RawClient client = mesh.client()) {
      RouteTarget target = mesh.serve(old);
      client.send(GET);
      TestMesh.eventually(() -> old.requests().size() == 1);
      mesh.serve(fresh);
      assertThat(mesh.get("/").body()).isEqualTo("new");
      assertThat(mesh.traffic().inFlight()).containsOnlyKeys(target.dyno());
      assertThat(mesh.drained).isEmpty();
      go.countDown();
      assertThat(client.read().body()).isEqualTo("old");
      TestMesh.eventually(() -> mesh.drained.contains(target.dyno()));
      assertThat(mesh.traffic().inFlight()).isEmpty();
      assertThat(client.get(HOST, "/").body()).isEqualTo("new");
      TestMesh.eventually(() -> old.open() == 0);
    }
  }

  @Test
  void idleConnectionsToADynoThatLeavesAreClosed() {
    try (TestDyno old = TestDyno.saying("old");
        TestDyno fresh = TestDyno.saying("new")) {
      mesh.serve(old);
      mesh.get("/");
      assertThat(old.open()).isEqualTo(1);
      mesh.serve(fresh);
      TestMesh.eventually(() -> old.open() == 0);
    }
  }

  @Test
  void theRequestsOfAnAppThatIsRemovedAreFinished() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (TestDyno dyno =
            TestDyno.answering(
                (request, connection) -> {
                  go.await();
                  connection.send(TestDyno.ok("last"));
                });
        RawClient client = mesh.client()) {
      RouteTarget target = mesh.serve(dyno);
      client.send(GET);
      TestMesh.eventually(() -> dyno.requests().size() == 1);
      mesh.remove();
      assertThat(mesh.traffic().inFlight(target.dyno())).isEqualTo(1);
      assertThat(mesh.get("/").status()).isEqualTo(404);
      go.countDown();
      assertThat(client.read().body()).isEqualTo("last");
      TestMesh.eventually(() -> mesh.drained.contains(target.dyno()));
    }
  }

  @Test
  void aChangeThatIsNotNewerIsPassedOver() {
    try (TestDyno dyno = TestDyno.saying("Hello")) {
      mesh.serve(dyno);
      mesh.mesh.publish(new RouteChange(1, true, List.of(), Set.of()));
      assertThat(mesh.get("/").body()).isEqualTo("Hello");
      assertThat(mesh.acknowledged).containsExactly(1L);
      assertThat(mesh.mesh.nodes().get(0).acknowledged()).isEqualTo(1);
      mesh.publish(AppRoute.Mode.MAINTENANCE);
      assertThat(mesh.acknowledged).containsExactly(1L, 2L);
    }
  }

  @Test
  void aDynoOfWeightZeroGetsNothingAndACanaryItsPart() {
    try (TestDyno usual = TestDyno.saying("usual");
        TestDyno canary = TestDyno.saying("canary");
        TestDyno none = TestDyno.saying("none")) {
      mesh.serve(
          TestMesh.target(usual.port(), 75),
          TestMesh.target(canary.port(), 25),
          TestMesh.target(none.port(), 0));
      try (RawClient client = mesh.client()) {
        for (int i = 0; i < 400; i++) {
          client.get(HOST, "/");
        }
      }
      assertThat(none.requests()).isEmpty();
      assertThat(canary.requests().size()).isBetween(50, 150);
      assertThat(usual.requests().size()).isEqualTo(400 - canary.requests().size());
    }
  }

  @Test
  void aBusyDynoGetsNoSecondRequestWhereTheLimitIsOne() throws Exception {
    mesh.with(TestMesh.settings(1, 50, Duration.ofSeconds(5)));
    AtomicInteger busy = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    TestDyno.Answer answer =
        (request, connection) -> {
          most.accumulateAndGet(busy.incrementAndGet(), Math::max);
          TimeUnit.MILLISECONDS.sleep(5); // the work of a single-threaded server
          busy.decrementAndGet();
          connection.send(TestDyno.ok("done"));
        };
    try (TestDyno dyno = TestDyno.answering(answer)) {
      mesh.serve(dyno);
      List<Thread> clients = new ArrayList<>();
      AtomicInteger good = new AtomicInteger();
      for (int i = 0; i < 30; i++) {
        Thread thread =
            new Thread(
                () -> {
                  if (mesh.get("/").status() == 200) {
                    good.incrementAndGet();
                  }
                });
        thread.start();
        clients.add(thread);
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(good).hasValue(30);
      assertThat(most).hasValue(1);
    }
  }
}
