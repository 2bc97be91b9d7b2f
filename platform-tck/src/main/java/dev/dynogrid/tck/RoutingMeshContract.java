package dev.dynogrid.tck;

import static dev.dynogrid.api.routing.AppRoute.Mode.BLANK;
import static dev.dynogrid.api.routing.AppRoute.Mode.CRASHED;
import static dev.dynogrid.api.routing.AppRoute.Mode.HOLD;
import static dev.dynogrid.api.routing.AppRoute.Mode.MAINTENANCE;
import static dev.dynogrid.api.routing.AppRoute.Mode.NO_DYNOS;
import static dev.dynogrid.api.routing.AppRoute.Mode.SERVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.MeshNode;
import dev.dynogrid.api.routing.RouteChange;
import dev.dynogrid.api.routing.RouteTarget;
import dev.dynogrid.api.routing.RouterCode;
import dev.dynogrid.api.routing.RoutingMesh;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link RoutingMesh}. Extend it, and write {@link #newMesh}, which gives a mesh
 * that has not been opened. Override {@link #cutOff} if its nodes have leases.
 *
 * <p>The dynos are sockets of this kit, on the loopback address; the clients too. Every answer that
 * a client got is in the message of a failure, and the log of the mesh tells more.
 *
 * <p>What no test of this kit can show from outside: that a node which has lost its platform stops
 * serving, unless {@link #cutOff} is overridden (a part of RM-4), and every code of {@link
 * RouterCode} (a part of RM-8: those which take minutes, or faults of the machine).
 */
@SuppressWarnings("MemberName") // tests begin with the number of their rule
@Rule(
    id = "RM-1",
    says =
        "changes apply in the order of their versions, each as a whole; old ones are passed over",
    why = "half a change sends a request to a dyno that is gone")
@Rule(
    id = "RM-2",
    says = "publish accepts without waiting; nodes tells which version each node serves by",
    why = "one slow node must not keep the grid from everything else")
@Rule(
    id = "RM-3",
    says = "a node that has acknowledged a version picks dynos by it or a later one",
    why = "the dynos of the old version are stopped once it is acknowledged")
@Rule(
    id = "RM-4",
    says = "a node is acknowledged or fenced: one in this process acknowledges at once",
    why = "a switch never waits without bound")
@Rule(
    id = "RM-5",
    says = "requests in flight to a dyno that leaves go on, and traffic counts them to their end",
    why = "that count ends a drain: too early, and a request is cut")
@Rule(
    id = "RM-6",
    says = "a request whose bytes may have reached a dyno is not sent again unless idempotent",
    why = "an order would be placed twice")
@Rule(
    id = "RM-7",
    says = "requests for a route on HOLD wait, bounded, and the listener hears of the first",
    why = "a sleeping app is woken by its first request, which must not fail")
@Rule(
    id = "RM-8",
    says = "errors are answered with their code, in X-Dynogrid-Error and in the app's log",
    why = "why did this request fail? is the question that people ask")
@Rule(
    id = "RM-9",
    says = "no request and no response keeps others from being served; many threads may call",
    why = "apps and clients are not trusted")
@Rule(
    id = "RM-10",
    says = "host names are compared without case, port and trailing dot; unknown ones get 404",
    why = "clients write them in every form")
public abstract class RoutingMeshContract extends RoutingMeshFixture {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  /** For implementers. */
  protected RoutingMeshContract() {}

  /** Cuts one node off from the platform, until the end of the test. */
  protected void cutOff() throws Exception {
    abort("a part of RM-4 is not tested: override cutOff() for nodes with leases");
  }

  /** Fails where changes are applied as they come. */
  @Test
  public void rm1_anOldVersionIsPassedOver() throws Exception {
    RouteTarget current = target(saying("new"));
    RouteTarget old = target(saying("old"));
    change(new RouteChange(10, false, List.of(route(SERVE, current)), Set.of()));
    for (long version : new long[] {9, 10}) {
      mesh().publish(new RouteChange(version, false, List.of(route(SERVE, old)), Set.of()));
    }
    mesh().publish(new RouteChange(3, true, List.of(), Set.of(app)));

    assertThat(get()).as("answer, after versions 9, 10 and 3 came late").isEqualTo("200 new");
    assertThat(mesh().nodes())
        .as("versions of the nodes")
        .allMatch(node -> node.acknowledged() == 10);
  }

  /** Fails where routes are applied one by one: the second app is still served by the old one. */
  @Test
  public void rm1_aChangeAppliesAsAWhole() throws Exception {
    AppId other = new AppId(UUID.randomUUID());
    RouteTarget[] versions = {target(saying("0")), target(saying("1"))};
    List<AppRoute> filler = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      AppId id = new AppId(UUID.randomUUID());
      filler.add(route(id, Set.of("filler" + i + ".tck.test"), NO_DYNOS, settings()));
    }
    for (int i = 0; i < 10; i++) {
      RouteTarget next = versions[i % 2];
      List<AppRoute> routes = new ArrayList<>(List.of(route(SERVE, next)));
      routes.addAll(filler);
      routes.add(route(other, Set.of("other.tck.test"), SERVE, settings(), next));
      AtomicBoolean done = new AtomicBoolean();
      Thread publisher =
          Contract.daemon(
              () -> {
                mesh().publish(new RouteChange(nextVersion(), false, routes, Set.of()));
                done.set(true);
              });
      publisher.start();
      String expected = "200 " + i % 2;
      while (!done.get() || !get().equals(expected)) {
        if (expected.equals(get())) {
          assertThat(get("other.tck.test", "/"))
              .as("answer for the last route of a change whose first is in effect")
              .isEqualTo(expected);
        }
      }
      publisher.join(patience().toMillis());
    }
  }

  /** Fails where a complete change is merged into what there is. */
  @Test
  public void rm1_aCompleteChangeTakesEveryOtherRouteAway() throws Exception {
    RouteTarget target = target(saying("hello"));
    AppId other = new AppId(UUID.randomUUID());
    AppRoute second = route(other, Set.of("other.tck.test"), SERVE, settings(), target);
    publish(route(SERVE, target), second);
    assertThat(get("other.tck.test", "/")).as("second app").isEqualTo("200 hello");

    change(new RouteChange(nextVersion(), true, List.of(route(SERVE, target)), Set.of()));
    assertThat(get()).as("app that is in a complete change").isEqualTo("200 hello");
    assertStatus(404, "other.tck.test", "app that is not in a complete change");

    change(new RouteChange(nextVersion(), false, List.of(second), Set.of(app)));
    assertThat(get("other.tck.test", "/")).as("app that came back").isEqualTo("200 hello");
    assertStatus(404, HOST, "app that was removed");
  }

  /** Fails where a route is merged with its old self: a host name stays. */
  @Test
  public void rm1_aRouteIsReplacedAsAWhole() throws Exception {
    RouteTarget target = target(saying("hello"));
    publish(route(app, Set.of(HOST, "old.tck.test"), SERVE, settings(), target));
    publish(route(app, Set.of(HOST, "new.tck.test"), SERVE, settings(), target));

    assertThat(get("new.tck.test", "/")).as("new host name").isEqualTo("200 hello");
    assertStatus(404, "old.tck.test", "host name that the route has no more");
  }

  private void assertStatus(int status, String host, String what) throws IOException {
    try (TestClient client = client()) {
      assertThat(client.sendGet(host, "/").read().status()).as(what).isEqualTo(status);
    }
  }

  /** Fails where publish waits for a drain; how it tells is what a switch waits for. */
  @Test
  public void rm2_publishDoesNotWaitAndNodesTellTheVersion() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    TestDyno slow = holding(answer);
    serve(target(slow));
    try (TestClient client = client().sendGet(HOST, "/slow")) {
      eventually("the request at the dyno", () -> slow.requests().size() == 1);
      long version = nextVersion();
      RouteChange change =
          new RouteChange(version, false, List.of(route(SERVE, target(saying("next")))), Set.of());
      promptly("publish, with a request in flight,", () -> mesh().publish(change));
      awaitPast(version);

      assertThat(mesh().nodes()).as("nodes").isNotEmpty().allMatch(n -> !n.name().isBlank());
      answer.countDown();
      assertThat(client.read().summary()).as("answer of the old dyno").isEqualTo("200 slow");
    }
  }

  private TestDyno holding(CountDownLatch until) throws IOException {
    return dyno(
        (request, connection) -> {
          if (until.await(LONG.toMillis(), TimeUnit.MILLISECONDS)) {
            TestDyno.send(connection, TestDyno.ok("slow"));
          }
        });
  }

  /** Fails where a kept connection, or a cached pick, goes by the old version. */
  @Test
  public void rm3_onceAcknowledgedNoRequestGoesToTheOldDyno() throws Exception {
    TestDyno old = saying("old");
    TestDyno next = saying("new");
    serve(target(old));
    List<TestClient> kept = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      TestClient client = client();
      assertThat(client.sendGet(HOST, "/").read().summary()).as("before").isEqualTo("200 old");
      kept.add(client);
    }
    serve(target(next));
    int before = old.requests().size();

    for (int i = 0; i < 50; i++) {
      assertThat(get()).as("answer, after the new version was acknowledged").isEqualTo("200 new");
    }
    for (TestClient client : kept) {
      assertThat(onKeptConnection(client))
          .as("answer on a connection that is older than the version")
          .isIn("200 new", "closed");
    }
    assertThat(old.requests()).as("requests to the old dyno").hasSize(before);
  }

  private static String onKeptConnection(TestClient client) {
    try {
      return client.sendGet(HOST, "/").read().summary();
    } catch (IOException e) {
      return "closed";
    }
  }

  /** Fails where a node of this process takes its time. */
  @Test
  public void rm4_aNodeOfThisProcessAcknowledgesAtOnce() throws Exception {
    serve(target(saying("hello")));
    List<MeshNode> here =
        mesh().nodes().stream().filter(node -> node.leaseUntil().isEmpty()).toList();
    assumeTrue(!here.isEmpty(), "no node is in this process");
    long version = nextVersion();
    mesh().publish(new RouteChange(version, false, List.of(route(MAINTENANCE)), Set.of()));

    assertThat(mesh().nodes().stream().filter(node -> node.leaseUntil().isEmpty()))
        .as("nodes of this process, right after publish")
        .allMatch(node -> node.acknowledged() == version);
  }

  /** Fails where a node serves on by what it knew last. */
  @Test
  public void rm4_aNodeThatIsCutOffIsFenced() throws Exception {
    serve(target(saying("hello")));
    cutOff();
    long version = nextVersion();
    mesh().publish(new RouteChange(version, false, List.of(route(SERVE)), Set.of()));
    awaitPast(version);

    assertThat(mesh().nodes().stream().filter(node -> node.acknowledged() < version).toList())
        .as("nodes that have not acknowledged: their lease is over")
        .isNotEmpty()
        .allMatch(node -> node.isPast(version, Instant.now()));
  }

  /** Fails where a dyno that leaves takes its requests with it, or is not counted any more. */
  @Test
  public void rm5_requestsInFlightToADynoThatLeavesGoOn() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    TestDyno leaving = holding(answer);
    RouteTarget target = target(leaving);
    serve(target);
    TestClient client = client().sendGet(HOST, "/slow");
    eventually("the request at the dyno", () -> leaving.requests().size() == 1);
    assertThat(mesh().traffic(app).inFlight(target.dyno())).as("in flight").isEqualTo(1);

    serve(target(saying("next")));
    assertThat(get()).as("answer of the next dyno").isEqualTo("200 next");
    assertThat(mesh().traffic(app).inFlight(target.dyno()))
        .as("in flight to the dyno that has left")
        .isEqualTo(1);
    assertThat(drained()).as("drained dynos, while one has a request").isEmpty();

    answer.countDown();
    assertThat(client.read().summary()).as("answer of the dyno that left").isEqualTo("200 slow");
    eventually("nothing in flight", () -> mesh().traffic(app).inFlight(target.dyno()) == 0);
    eventually("the listener told of a drained dyno", () -> drained().contains(target.dyno()));
  }

  /** Fails where requests are not counted by release, or the mesh's own errors are left out. */
  @Test
  public void rm5_trafficCountsRequestsAndErrors() throws Exception {
    TestDyno dyno =
        dyno(
            (request, connection) ->
                TestDyno.send(
                    connection,
                    request.start().contains("/broken")
                        ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                        : TestDyno.ok("fine")));
    serve(target(dyno));
    for (String path : List.of("/", "/", "/broken")) {
      get(HOST, path);
    }

    eventually(
        "3 requests, 1 error",
        () -> mesh().traffic(app).releases().get(release()),
        counts -> counts != null && counts.requests() == 3 && counts.errors() == 1);
    assertThat(mesh().traffic(app).lastRequest()).as("time of the last request").isPresent();
    assertThat(mesh().traffic(new AppId(UUID.randomUUID())).inFlight())
        .as("traffic of an unknown app")
        .isEmpty();
  }

  /** Fails where every failed request is tried again at the next dyno. */
  @Test
  public void rm6_aPostThatReachedADynoIsNotSentAgain() throws Exception {
    TestDyno one = dyno((request, connection) -> connection.close());
    TestDyno two = dyno((request, connection) -> connection.close());
    serve(target(one), target(two));
    for (int i = 1; i <= 5; i++) {
      try (TestClient client = client()) {
        client.send("POST /order HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 5\r\n\r\norder");
        assertThat(client.read().summary())
            .as("answer to a POST whose dyno closed the connection")
            .isEqualTo("503 H13");
      }
      assertThat(one.requests().size() + two.requests().size())
          .as("how often dynos were sent %s orders", i)
          .isEqualTo(i);
    }
  }

  /** Fails where requests on HOLD are refused, or nobody hears that the app is wanted. */
  @Test
  public void rm7_aRequestOnHoldWaitsForItsDyno() throws Exception {
    publish(route(HOLD));
    TestClient client = client().sendGet(HOST, "/");
    eventually("the listener told of the demand", () -> demanded().contains(app));
    eventually("one request waiting", () -> mesh().traffic(app).waiting() == 1);
    serve(target(saying("awake")));

    assertThat(client.read().summary()).as("answer, once the dyno was up").isEqualTo("200 awake");
    eventually("none waiting", () -> mesh().traffic(app).waiting() == 0);
  }

  /** Fails where requests on HOLD wait for ever. */
  @Test
  public void rm7_aRequestOnHoldWaitsNotForEver() throws Exception {
    publish(route(app, Set.of(HOST), HOLD, settings(50, 50, SHORT, LONG)));

    assertThat(get()).as("answer, after the hold time").isEqualTo("503 H20");
  }

  /** Fails where any number may wait: memory is the limit then. */
  @Test
  public void rm7_requestsOnHoldAreBoundedInNumber() throws Exception {
    publish(route(app, Set.of(HOST), HOLD, settings(2, 2, LONG, LONG)));
    for (int i = 0; i < 30; i++) {
      client().sendGet(HOST, "/" + i);
    }
    eventually("refusals in the log", () -> logOf(app).stream().anyMatch(has(RouterCode.H11)));

    assertThat(mesh().traffic(app).waiting())
        .as("requests that wait, of 30, with 2 a dyno and a backlog of 2")
        .isLessThan(30);
    serve(target(saying("awake")));
  }

  private static Predicate<String> has(RouterCode code) {
    return line -> line.contains("code=" + code);
  }

  /** Fails where a waiting request is kept although nobody waits for it. */
  @Test
  public void rm7_aRequestOnHoldEndsWithItsClient() throws Exception {
    publish(route(HOLD));
    TestClient client = client().sendGet(HOST, "/");
    eventually("one request waiting", () -> mesh().traffic(app).waiting() == 1);
    client.close();

    eventually("none waiting", () -> mesh().traffic(app).waiting() == 0);
  }

  /** Fails where a mode or a fault has another code, or the app's owner is not told. */
  @Test
  public void rm8_errorsHaveTheirCodeInTheAnswerAndInTheLog() throws Exception {
    assertCode(RouterCode.H10, route(SERVE));
    assertCode(RouterCode.H10, route(CRASHED));
    assertCode(RouterCode.H14, route(NO_DYNOS));
    assertCode(RouterCode.H81, route(BLANK));
    assertCode(RouterCode.H80, route(MAINTENANCE, target(saying("hello"))));
    assertCode(RouterCode.H21, route(SERVE, target(nowhere())));
  }

  /** Fails where a dyno that fails is answered for with 502, or not at all. */
  @Test
  public void rm8_dynosThatFailHaveTheirCodes() throws Exception {
    TestDyno closing = dyno((request, connection) -> connection.close());
    assertCode(RouterCode.H13, route(SERVE, target(closing)));
    TestDyno garbling =
        dyno(
            (request, connection) -> {
              TestDyno.send(connection, "this is not HTTP\r\n\r\n");
              connection.close();
            });
    assertCode(RouterCode.H17, route(SERVE, target(garbling)));
    TestDyno silent = holding(new CountDownLatch(1));
    assertCode(
        RouterCode.H12,
        route(app, Set.of(HOST), SERVE, settings(50, 50, LONG, SHORT), target(silent)));
  }

  private void assertCode(RouterCode code, AppRoute route) throws Exception {
    int before = (int) logOf(app).stream().filter(has(code)).count();
    publish(route);
    try (TestClient client = client()) {
      // Not idempotent, so that nothing is tried again.
      HttpText answer =
          client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 0\r\n\r\n").read();
      assertThat(answer.summary())
          .as("answer for a route in mode %s with %s", route.mode(), route.targets())
          .isEqualTo(code.status() + " " + code);
    }
    eventually(
        "code=" + code + " in the log of the app",
        () -> logOf(app).stream().filter(has(code)).count() > before);
  }

  /** Fails where there is something to serve before the routes are known. */
  @Test
  public void rm8_beforeTheFirstRoutesEveryRequestIsAnsweredWithH99() throws Exception {
    assertThat(get()).as("answer before the first publish").isEqualTo("503 H99");
  }

  /** Fails where a thread, a pool or a lock is held by who sends slowly or does not answer. */
  @Test
  public void rm9_slowAndBrokenOnesKeepNobodyFromBeingServed() throws Exception {
    AppId other = new AppId(UUID.randomUUID());
    TestDyno silent = holding(new CountDownLatch(1));
    publish(
        route(SERVE, target(silent)),
        route(other, Set.of("other.tck.test"), SERVE, settings(), target(saying("fine"))));
    for (int i = 0; i < 60; i++) {
      client().send("GET / HTTP/1.1\r\nHost: half");
      client().sendGet(HOST, "/");
    }
    eventually("requests that get no answer", () -> silent.requests().size() >= 20);
    for (String bad :
        List.of(
            "\0\0\0\0\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: " + HOST + "\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: "
                + HOST
                + "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET " + "x".repeat(100_000) + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n")) {
      try {
        client().send(bad);
      } catch (IOException e) {
        // Refused while it was being sent: as good an answer as any.
      }
    }

    for (int i = 0; i < 20; i++) {
      assertThat(get("other.tck.test", "/")).as("answer of another app").isEqualTo("200 fine");
    }
  }

  /** Fails where a request could be taken for two, one of them smuggled past the mesh. */
  @Test
  public void rm9_anAmbiguousRequestIsRefused() throws Exception {
    TestDyno dyno = saying("reached");
    serve(target(dyno));
    for (String framing :
        List.of(
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello")) {
      try (TestClient client = client()) {
        HttpText answer = client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\n" + framing).read();
        assertThat(answer.status()).as("status for %s", framing).isEqualTo(400);
      }
    }
    assertThat(dyno.requests()).as("ambiguous requests that reached the dyno").isEmpty();
  }

  /** Fails where the table of routes is not safe for use by many threads. */
  @Test
  public void rm9_manyThreadsPublishAndAsk() throws Exception {
    RouteTarget target = target(saying("hello"));
    serve(target);
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(
          () -> {
            for (int n = 0; n < 50; n++) {
              mesh()
                  .publish(
                      new RouteChange(
                          nextVersion(), false, List.of(route(SERVE, target)), Set.of()));
              mesh().traffic(app);
              mesh().nodes();
            }
            return true;
          });
      calls.add(
          () -> {
            for (int n = 0; n < 25; n++) {
              assertThat(get()).as("answer while routes change").isEqualTo("200 hello");
            }
            return true;
          });
    }

    atOnce(calls);
  }

  /** Fails where names are compared as they are written. */
  @Test
  public void rm10_hostNamesAreComparedWithoutCasePortAndDot() throws Exception {
    serve(target(saying("hello")));
    Endpoint at = endpoint();
    for (String host :
        List.of(HOST, "HELLO.tck.TEST", HOST + ":" + at.port(), HOST + ".", HOST + ".:80")) {
      assertThat(get(host, "/")).as("answer for host %s", host).isEqualTo("200 hello");
    }
    for (String host : Map.of("unknown.tck.test", 1, "tck.test", 2, "x" + HOST, 3).keySet()) {
      assertStatus(404, host, "status for unknown host " + host);
    }
  }

  /** Fails where the port stays in use, requests in flight are cut, or a second close throws. */
  @Test
  public void rm5_closeFinishesRequestsInFlight() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    TestDyno slow = holding(answer);
    serve(target(slow));
    TestClient client = client().sendGet(HOST, "/slow");
    eventually("the request at the dyno", () -> slow.requests().size() == 1);
    ExecutorService beside = Executors.newSingleThreadExecutor(Contract::daemon);
    try {
      Future<?> closing = beside.submit(() -> mesh().close());
      eventually("nobody listening any more", () -> !KitValues.connects(endpoint()));
      answer.countDown();
      assertThat(client.read().summary()).as("answer, while closing").isEqualTo("200 slow");
      closing.get(patience().toMillis(), TimeUnit.MILLISECONDS);
      mesh().close();
    } finally {
      beside.shutdownNow();
    }
  }
}
