package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response, from the request's head to the response's end. Confined to the thread
 * of its client's worker, {@link #wake} excepted.
 *
 * <p>{@code ROUTING} (in the stages) → {@code WAITING} (in the line of its app) or {@code
 * CONNECTING} → {@code PASSED} (its head is on the way to the dyno) → {@code DONE}; back to {@code
 * ROUTING} when it is woken, when a connection fails, when its route has changed before it was
 * passed on.
 */
final class Exchange {
  private enum State {
    ROUTING,
    WAITING,
    CONNECTING,
    PASSED,
    DONE
  }

  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.PUT,
          HttpMethod.DELETE);

  /** Ends that are told to the log only. */
  private static final Set<RouterCode> UNANSWERED =
      EnumSet.of(RouterCode.H24, RouterCode.H27, RouterCode.H28);

  private final ClientConnection client;
  private final Router router;
  private final HttpRequest request;
  private final RequestBody body;
  private final AccessNotes notes;
  private final boolean http10;
  private final boolean head;
  private final long startedMillis;
  private final Set<Target> tried = new HashSet<>(2);
  private State state = State.ROUTING;
  private boolean doubtful;
  private boolean upgrade;
  private boolean closeAfter;
  private @Nullable AppPool pool;
  private @Nullable LiveRoute route;
  private @Nullable Target target;
  private @Nullable RouterCode connectFailure;
  private int attempts;
  private boolean freshOnly;
  private long waitingSince;
  private RouterCode waitingFor = RouterCode.H20;
  private @Nullable DynoConnection dyno;
  private @Nullable ResponseRelay relay;

  Exchange(ClientConnection client, Router router, HttpRequest request) {
    this.client = client;
    this.router = router;
    this.request = request;
    http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    head = request.method().equals(HttpMethod.HEAD);
    startedMillis = router.clock().millis();
    notes = new AccessNotes(request.method().name(), request.uri());
    closeAfter = !HttpUtil.isKeepAlive(request);
    body = new RequestBody(hasBody(request));
  }

  private static boolean hasBody(HttpRequest request) {
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  // ---- what the stages see and say ----

  ClientConnection client() {
    return client;
  }

  HttpRequest request() {
    return request;
  }

  long startedMillis() {
    return startedMillis;
  }

  boolean isHead() {
    return head;
  }

  boolean isHttp10() {
    return http10;
  }

  boolean hasBody() {
    return body.exists();
  }

  /** The request can be read in more than one way. */
  void doubt() {
    doubtful = true;
  }

  boolean isDoubtful() {
    return doubtful;
  }

  void means(String host, String path) {
    notes.target(host, path);
  }

  String host() {
    return notes.host();
  }

  void comesFrom(String requestId, String fwd) {
    notes.origin(requestId, fwd);
  }

  void mayUpgrade() {
    upgrade = true;
  }

  boolean upgrades() {
    return upgrade;
  }

  /** The client's connection ends with this exchange. */
  void closeAfter() {
    closeAfter = true;
  }

  boolean closesAfter() {
    return closeAfter;
  }

  void belongsTo(AppPool found) {
    pool = found;
    route = found.live();
    found.requested(startedMillis);
  }

  AppPool pool() {
    return Objects.requireNonNull(pool, "pool");
  }

  LiveRoute route() {
    return Objects.requireNonNull(route, "route");
  }

  RouteSettings settings() {
    return route().route().settings();
  }

  Set<Target> tried() {
    return tried;
  }

  @Nullable RouterCode connectFailure() {
    return connectFailure;
  }

  boolean hasWaited() {
    return waitingSince != 0;
  }

  /** A target has counted it in. */
  void goesTo(Target picked) {
    target = picked;
    notes.target(picked);
  }

  Target target() {
    return Objects.requireNonNull(target, "target");
  }

  /** Whether it may be sent a second time: nothing but a head, of a method that allows it. */
  boolean isRepeatable() {
    return !body.exists() && !upgrade && IDEMPOTENT.contains(request.method());
  }

  /** Whether a connection that has carried another request may carry this one. */
  boolean takesIdle() {
    return !freshOnly && !upgrade;
  }

  /** How long the dyno's connection may be kept idle after the response; 0 for not at all. */
  void keepDyno(long idleNanos) {
    if (relay != null) {
      relay.keepDyno(idleNanos);
    }
  }

  AccessNotes notes() {
    return notes;
  }

  // ---- on the way to a dyno ----

  void start() {
    run(0);
  }

  private void run(int first) {
    List<RequestStage> stages = router.requestStages();
    for (int i = first; i < stages.size(); i++) {
      if (stages.get(i).onRequest(this) == RequestStage.Verdict.TAKEN) {
        return;
      }
    }
  }

  /** Begins again with the route as it is now. */
  void reroute() {
    if (state != State.DONE) {
      state = State.ROUTING;
      run(RequestStages.FIND_APP);
    }
  }

  /** Waits for a dyno, for no longer than a request may wait in all. */
  void await(RouterCode code, boolean hold) {
    long now = System.nanoTime();
    if (waitingSince == 0) {
      waitingSince = now == 0 ? 1 : now;
    }
    long left = nanos(settings().holdTimeout()) - (now - waitingSince);
    state = State.WAITING;
    waitingFor = code;
    tried.clear();
    if (left <= 0) {
      fail(code);
    } else if (pool().await(this, route(), hold)) {
      client.deadlineIn(left);
      client.updateReading();
    } else {
      fail(RouterCode.H11);
    }
  }

  /** Something has changed for those that wait. From any thread. */
  void wake() {
    client.later(
        () -> {
          if (state == State.WAITING) {
            reroute();
          } else {
            pool().slotFreed(); // gone in the meantime: the place is for the next one
          }
        });
  }

  void connecting() {
    state = State.CONNECTING;
    // A connection attempt has its own time-out; looking up a name has none.
    client.deadlineIn(2 * nanos(settings().connectTimeout()));
    client.updateReading();
  }

  boolean isConnecting() {
    return state == State.CONNECTING;
  }

  /** The target took no connection, so nothing has been sent: another may be tried. */
  void connectFailed(RouterCode code) {
    leaveTarget();
    connectFailure = code;
    attempts++;
    if (attempts >= Limits.ATTEMPTS) {
      fail(code);
    } else {
      reroute();
    }
  }

  /** Sends it, unless the dyno has left the route since it was picked (RM-3). */
  void pass(DynoConnection connection, long connectNanos) {
    AppPool owner = pool();
    if (owner.live() != route && (owner.isRemoved() || !owner.live().uses(target()))) {
      Target left = target();
      leaveTarget();
      tried.remove(left);
      connection.giveBack();
      reroute();
      return;
    }
    state = State.PASSED;
    dyno = connection;
    relay = new ResponseRelay(this, router.responseStages());
    notes.passed(connectNanos);
    connection.carry(this);
    connection.write(request);
    body.passTo(connection);
    client.flushDyno(connection);
    renew();
    client.updateReading();
  }

  private void leaveTarget() {
    Target left = target();
    target = null;
    tried.add(left);
    left.leave();
  }

  // ---- the request's body ----

  void onRequestContent(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      body.ends();
      closeAfter();
      fail(RouterCode.H26);
      return;
    }
    if (content instanceof LastHttpContent last) {
      HopByHop.removeFromTrailers(last.trailingHeaders());
    }
    body.take(content, dyno);
    if (dyno != null && body.exists()) {
      client.flushDyno(dyno);
      renew();
    }
    client.updateReading();
  }

  boolean isRequestComplete() {
    return body.isComplete();
  }

  /** Whether more of the client's bytes can be used at the moment. */
  boolean wantsRequest() {
    if (body.isComplete()) {
      return !upgrade; // what comes next may not be HTTP
    }
    return dyno == null ? body.hasRoom() : dyno.isWritable();
  }

  // ---- the response ----

  void onResponse(HttpResponse response) {
    if (relay != null) {
      relay.onHead(response);
    }
  }

  void onResponseContent(HttpContent content) {
    if (relay == null) {
      content.release();
    } else {
      relay.onContent(content);
    }
  }

  @Nullable DynoConnection dyno() {
    return dyno;
  }

  /** The dyno's connection is gone. */
  void dynoClosed(DynoConnection closed) {
    if (closed != dyno || relay == null) {
      return;
    }
    boolean stale = closed.wasReused() && !closed.bytesSeen() && isRepeatable();
    if (stale) {
      dyno = null;
      relay = null;
      freshOnly = true;
      leaveTarget();
      tried.clear();
      reroute();
    } else {
      fail(relay.isSeen() ? RouterCode.H18 : RouterCode.H13);
    }
  }

  /** A byte came or went: puts the deadline off. */
  void renew() {
    RouteSettings settings = settings();
    boolean awaitsFirstByte = body.isSent() && relay != null && !relay.isSeen();
    client.deadlineIn(
        nanos(awaitsFirstByte ? settings.firstByteTimeout() : settings.idleTimeout()));
  }

  /** Nothing has happened for too long. */
  void expired() {
    switch (state) {
      case WAITING -> fail(waitingFor);
      case CONNECTING -> fail(RouterCode.H19);
      case PASSED -> {
        if (client.hasProgressed(dyno)) {
          renew();
        } else {
          fail(silence());
        }
      }
      default -> {}
    }
  }

  private RouterCode silence() {
    boolean answered = relay != null && relay.isSeen();
    if (body.isSent() && !answered) {
      return RouterCode.H12;
    }
    boolean dynoReads = dyno != null && dyno.isWritable();
    boolean clientFault = answered ? !client.isWritable() : dynoReads;
    return clientFault ? RouterCode.H28 : RouterCode.H15;
  }

  // ---- the end ----

  /** The client is gone. */
  void clientGone() {
    fail(RouterCode.H27);
  }

  /** The mesh closes: what is under way may end, what waits has nothing to wait for. */
  void goAway() {
    closeAfter();
    if (state == State.WAITING) {
      fail(RouterCode.H99);
    }
  }

  void fail(RouterCode code) {
    fail(code, code.status());
  }

  /** Ends it with an error: in the response if it has not begun, else by closing. */
  void fail(RouterCode code, int status) {
    if (state == State.DONE) {
      return;
    }
    boolean started = relay != null && relay.isStarted();
    boolean nobodyReads = UNANSWERED.contains(code);
    closeDyno();
    if (started || nobodyReads) {
      finish(code, started ? notes.statusOr(status) : status);
      client.abort();
    } else {
      answer(ErrorPage.of(code, status, accept()), code);
    }
  }

  void answerUnknownHost() {
    answer(ErrorPage.unknownHost(accept()), null);
  }

  private @Nullable String accept() {
    return request.headers().get(HttpHeaderNames.ACCEPT);
  }

  private void answer(FullHttpResponse page, @Nullable RouterCode code) {
    if (!body.isSent()) {
      closeAfter();
    }
    FrameForClient.sayWhetherKept(this, page.headers());
    int status = page.status().code();
    if (!head) {
      notes.bytes(page.content().readableBytes());
    }
    client.write(page, head);
    finish(code, status); // before anybody can have read the answer
    client.flush();
    client.exchangeDone(closeAfter, body.isComplete());
  }

  /** The response has been passed on whole. */
  void complete(int status, long keepDynoNanos) {
    DynoConnection used = dyno;
    dyno = null;
    if (used != null) {
      if (keepDynoNanos > 0 && body.isSent()) {
        used.release(keepDynoNanos);
      } else {
        used.close();
      }
    }
    finish(null, status);
    client.exchangeDone(closeAfter, body.isComplete());
  }

  /** The connection belongs to a tunnel from now on; the exchange's part is done. */
  void becomeTunnel() {
    state = State.DONE;
    target = null;
    dyno = null;
  }

  private void closeDyno() {
    DynoConnection used = dyno;
    dyno = null;
    if (used != null) {
      used.close();
    }
  }

  private void finish(@Nullable RouterCode code, int status) {
    State before = state;
    state = State.DONE;
    body.release();
    if (before == State.WAITING) {
      pool().forget(this);
    }
    Target used = target;
    if (used != null) {
      target = null;
      pool().answered(used, status);
      used.leave();
    }
    log(code, status);
  }

  /**
   * Writes the line of a request whose app is known, be it only by the name that it was sent to.
   */
  void log(@Nullable RouterCode code, int status) {
    AppPool owner = pool != null ? pool : router.routes().find(host());
    if (owner != null) {
      owner.log(router.clock().instant(), notes.line(code, status).toString());
    }
  }

  static long nanos(Duration duration) {
    return TimeUnit.MILLISECONDS.toNanos(duration.toMillis());
  }
}
