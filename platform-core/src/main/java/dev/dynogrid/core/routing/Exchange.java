package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.AppRoute;
import dev.dynogrid.api.routing.RouteSettings;
import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response, from the request's head to the response's end. Confined to the thread
 * of its client's worker, {@link #wake} excepted.
 *
 * <p>{@code ROUTING} (in the stages) → {@code ASKING} (a stage of the integrator's asks elsewhere),
 * {@code RECEIVING} (its body is awaited), {@code WAITING} (in the line of its app) or {@code
 * CONNECTING} → {@code PASSED} (its head is on the way to the dyno) → {@code DONE}; back to {@code
 * ROUTING} when it is woken, when a connection fails, when its route has changed before it was
 * passed on, when its dyno is gone and it may be sent again.
 */
final class Exchange {
  private enum State {
    ROUTING,
    ASKING,
    RECEIVING,
    WAITING,
    CONNECTING,
    PASSED,
    DONE
  }

  /** Ends that are told to the log only. */
  private static final Set<RouterCode> UNANSWERED =
      EnumSet.of(RouterCode.H24, RouterCode.H27, RouterCode.H28);

  private final ClientConnection client;
  private final Router router;
  private final RequestHead head;
  private final RequestBody body;
  private final Destination destination = new Destination();
  private final AccessNotes notes;
  private State state = State.ROUTING;
  private boolean closeAfter;
  private RouterCode waitingFor = RouterCode.H20;
  private @Nullable Future<?> asked;
  private @Nullable DynoConnection dyno;
  private @Nullable ResponseRelay relay;

  Exchange(ClientConnection client, Router router, HttpRequest request) {
    this.client = client;
    this.router = router;
    head = new RequestHead(request, router.clock().millis());
    body = new RequestBody(head.hasBody(), head.isIdempotent());
    notes = new AccessNotes(request.method().name(), request.uri(), head.startedMillis());
    closeAfter = !HttpUtil.isKeepAlive(request);
  }

  ClientConnection client() {
    return client;
  }

  RequestHead head() {
    return head;
  }

  Destination destination() {
    return destination;
  }

  AccessNotes notes() {
    return notes;
  }

  @Nullable DynoConnection dyno() {
    return dyno;
  }

  /** The client's connection ends with this exchange. */
  void closeAfter() {
    closeAfter = true;
  }

  boolean closesAfter() {
    return closeAfter;
  }

  // ---- on the way to a dyno ----

  void start() {
    router.meters().begun();
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
  private void reroute() {
    if (state != State.DONE) {
      state = State.ROUTING;
      run(RequestStages.FOLLOW_ROUTE);
    }
  }

  /** Waits for what a stage of the integrator's has asked for. */
  void ask(Future<?> answer) {
    state = State.ASKING;
    asked = answer;
    client.deadlineIn(nanos(settings().idleTimeout()));
    client.updateReading();
  }

  boolean isAsking() {
    return state == State.ASKING;
  }

  /** The stages of the integrator's are done with it. */
  void goOn() {
    reroute();
  }

  /** Waits for the body, or for as much of it as is kept for a dyno. */
  void awaitBody() {
    state = State.RECEIVING;
    renew();
    client.updateReading();
  }

  /** Whether what waiting for the body could bring is there. */
  boolean hasReceived() {
    return body.isSent() || !body.hasRoom();
  }

  /** Waits for a dyno, for no longer than a request may wait in all. */
  void await(RouterCode code, boolean hold) {
    long left = destination.waits();
    state = State.WAITING;
    waitingFor = code;
    notes.waits(code);
    if (left <= 0) {
      fail(code);
    } else if (destination.pool().await(this, destination.route(), hold)) {
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
            destination.pool().slotFreed(); // it is gone: the place is for the next one
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
    notes.attemptFailed(code);
    if (destination.connectFailed(code)) {
      reroute();
    } else {
      fail(code);
    }
  }

  /** Sends it, unless the dyno has left the route since it was picked (RM-3). */
  void pass(DynoConnection connection, long connectNanos) {
    if (destination.isOutdated()) {
      destination.leave();
      connection.giveBack();
      reroute();
      return;
    }
    state = State.PASSED;
    dyno = connection;
    relay = new ResponseRelay(this, router.responseStages());
    notes.passed(connectNanos);
    connection.carry(this);
    if (body.exists()) {
      connection.write(head.message());
      body.passTo(connection);
    } else {
      connection.write(head.whole());
    }
    client.flushDyno(connection);
    renew();
    client.updateReading();
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
    notes.received(content.content().readableBytes());
    body.take(content, dyno);
    if (dyno != null && head.hasBody()) {
      client.flushDyno(dyno);
      renew();
    } else if (state == State.RECEIVING) {
      received();
    }
    client.updateReading();
  }

  private void received() {
    if (hasReceived()) {
      reroute();
    } else {
      renew();
    }
  }

  boolean isRequestComplete() {
    return body.isComplete();
  }

  /** Whether more of the client's bytes can be used at the moment. */
  boolean wantsRequest() {
    if (body.isComplete()) {
      return !head.upgrades(); // what comes next may not be HTTP
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

  /** The body of the response is passed on by way of this. */
  void compressBy(Compression.Coder coder) {
    if (relay != null) {
      relay.compressBy(coder);
    } else {
      coder.close();
    }
  }

  /** The dyno has nothing more to read at the moment: what is held back goes out. */
  void endOfRound() {
    if (relay != null) {
      relay.endOfRound();
    }
  }

  Compression compression() {
    return router.compression();
  }

  /** How long the dyno's connection may be kept idle after the response; 0 for not at all. */
  void keepDyno(long idleNanos) {
    if (relay != null) {
      relay.keepDyno(idleNanos);
    }
  }

  /** The dyno's connection is gone. */
  void dynoClosed(DynoConnection closed) {
    if (closed != dyno || relay == null) {
      return;
    }
    RouterCode code = relay.isSeen() ? RouterCode.H18 : RouterCode.H13;
    if (relay.isStarted() || !isRepeatable()) {
      fail(code);
    } else if (closed.wasReused() && !closed.bytesSeen()) {
      notes.connectionGone();
      destination.takeFreshOnly(); // it may have been closed before the request was sent
      destination.leave();
      repeat();
    } else if (destination.closedUnanswered(code)) {
      notes.attemptFailed(code);
      repeat();
    } else {
      fail(code);
    }
  }

  /** Whether it may be sent a second time (RM-6): nothing new happens by that, and all is there. */
  boolean isRepeatable() {
    return head.isIdempotent() && body.isRepeatable();
  }

  /** Whether it may be sent on a connection that its dyno may be closing this moment. */
  boolean takesOldConnection() {
    long length = head.bodyLength();
    return isRepeatable() && (body.isSent() || (length >= 0 && length < Limits.WAITING_BODY));
  }

  private void repeat() {
    dyno = null;
    relay = null;
    reroute();
  }

  /** The final response has begun: no other dyno will be asked. */
  void settled() {
    body.settle();
  }

  // ---- time ----

  /** A byte came or went: puts the deadline off. */
  void renew() {
    boolean awaitsFirstByte = body.isSent() && relay != null && !relay.isSeen();
    RouteSettings settings = settings();
    client.deadlineIn(
        nanos(awaitsFirstByte ? settings.firstByteTimeout() : settings.idleTimeout()));
  }

  /** Nothing has happened for too long. */
  void expired() {
    switch (state) {
      case ASKING -> fail(RouterCode.H99);
      case RECEIVING -> fail(RouterCode.H28);
      case WAITING -> fail(waitingFor);
      case CONNECTING -> fail(client.hasEnded() ? RouterCode.H27 : RouterCode.H19);
      case PASSED -> {
        if (client.hasProgressed(dyno)) {
          renew();
        } else {
          fail(client.hasEnded() ? RouterCode.H27 : silence());
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

  private RouteSettings settings() {
    return destination.settings();
  }

  static long nanos(Duration duration) {
    return TimeUnit.MILLISECONDS.toNanos(duration.toMillis());
  }

  // ---- the end ----

  /** The client is gone. */
  void clientGone() {
    fail(RouterCode.H27);
  }

  /**
   * The client sends nothing more. It may still read, or be gone: nobody can tell. What waits is
   * given up, what a dyno works on has a moment to be answered.
   */
  void clientEnded() {
    if (state == State.WAITING || state == State.ASKING || !body.isComplete()) {
      clientGone();
    } else {
      renew();
    }
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
    DynoConnection used = dyno;
    dyno = null;
    if (used != null) {
      used.close();
    }
    if (started || UNANSWERED.contains(code)) {
      finish(code, started ? notes.statusOr(status) : status);
      client.cutOff();
    } else {
      answer(errorPage(code, status), code);
    }
  }

  void answerUnknownHost() {
    answer(errorPage(null, HttpResponseStatus.NOT_FOUND.code()), null);
  }

  private FullHttpResponse errorPage(@Nullable RouterCode code, int status) {
    AppRoute route = destination.hasPool() ? destination.route().route() : null;
    return router.errors().of(code, status, route, notes.requestId(), head.accept());
  }

  /** A stage of the integrator's answers. */
  void answer(int status, MeshPage page) {
    answer(ErrorPage.response(status, page), null);
  }

  private void answer(FullHttpResponse page, @Nullable RouterCode code) {
    if (!body.isSent()) {
      closeAfter();
    }
    FrameForClient.sayWhetherKept(this, page.headers());
    int status = page.status().code();
    if (!head.isHeadMethod()) {
      notes.bytes(page.content().readableBytes());
    }
    client.write(page, head.isHeadMethod());
    finish(code, status); // before anybody can have read the answer
    client.flush();
    // Of a request that was refused nobody knows the end: whoever still sends is to read why.
    client.exchangeDone(closeAfter, body.isComplete() && code != RouterCode.H26);
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

  /** The connections belong to a tunnel from now on; the exchange's part is done. */
  void becomeTunnel() {
    state = State.DONE;
    dyno = null;
    destination.handOver();
    notes.upgraded();
    router.meters().upgraded();
  }

  private void finish(@Nullable RouterCode code, int status) {
    State before = state;
    state = State.DONE;
    body.release();
    if (before == State.WAITING) {
      destination.pool().forget(this);
    }
    if (asked != null) {
      asked.cancel(true);
      asked = null;
    }
    if (relay != null) {
      relay.close();
    }
    destination.leaveApp();
    Target left = destination.leave();
    if (left != null) {
      left.pool().answered(left, status);
    }
    log(code, status);
  }

  /**
   * Counts and remembers it, and writes its line if its app is known, be it only by the name that
   * it was sent to.
   */
  void log(@Nullable RouterCode code, int status) {
    AppPool owner = destination.hasPool() ? destination.pool() : router.routes().find(head.host());
    notes.ended(code, status, owner == null ? null : owner.live().route().app());
    router.meters().ended(notes, owner);
    client.worker().recent().add(notes);
    if (owner != null) {
      owner.log(router.clock().instant(), notes.line().toString());
    }
  }
}
