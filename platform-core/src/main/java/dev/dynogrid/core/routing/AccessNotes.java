package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.routing.RequestExplanation;
import dev.dynogrid.api.routing.RequestExplanation.Decision;
import dev.dynogrid.api.routing.RequestExplanation.Step;
import dev.dynogrid.api.routing.RouterCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a request on its way: for its line in the log, for the counts, and for those who
 * ask why. What every request does is kept as times only, and put into words when somebody asks.
 */
final class AccessNotes {
  private final String method;
  private final long begunMillis;
  private final long begunAt = System.nanoTime();
  private String path;
  private String host = "";
  private String requestId = "";
  private String fwd = "";
  private String dyno = "";
  private @Nullable AppId app;
  private @Nullable List<Decision> detours;
  private @Nullable RouterCode code;
  private long waitingSince;
  private long queuedNanos;
  private long pickedAt;
  private long connectNanos = -1;
  private long passedAt;
  private long firstByteAt;
  private long endedAt;
  private boolean upgraded;
  private int retries;
  private long receivedBytes;
  private long bytes;
  private int status;

  AccessNotes(String method, String path, long begunMillis) {
    this.method = method;
    this.path = path;
    this.begunMillis = begunMillis;
  }

  // ---- on its way ----

  void target(String meantHost, String meantPath) {
    host = meantHost;
    path = meantPath;
  }

  String host() {
    return host;
  }

  void origin(String id, String from) {
    requestId = id;
    fwd = from;
  }

  /** It has to wait for a dyno, and ends with this code if that takes too long. */
  void waits(RouterCode orElse) {
    long now = System.nanoTime();
    if (waitingSince == 0) {
      waitingSince = now;
    }
    detour(now, Step.WAITED, waitWords(orElse));
  }

  private static String waitWords(RouterCode orElse) {
    return switch (orElse) {
      case H20 -> "for a dyno that boots or wakes";
      case H34 -> "for a dyno to leave quarantine: all are in it";
      default -> "for a free dyno: all have as many requests as they may";
    };
  }

  void target(Target target) {
    dyno = target.name();
    pickedAt = System.nanoTime();
    endWait(pickedAt);
  }

  private void endWait(long now) {
    if (waitingSince != 0) {
      queuedNanos += now - waitingSince;
      waitingSince = 0;
    }
  }

  /** The dyno took no connection, or did not answer: what comes next is another attempt. */
  void attemptFailed(RouterCode why) {
    detour(pickedAt, Step.PICKED, dyno);
    detour(System.nanoTime(), Step.FAILED, why + " " + why.title());
    retries++;
    passedAt = 0;
  }

  /** A kept connection turned out to be closed. */
  void connectionGone() {
    detour(pickedAt, Step.PICKED, dyno);
    detour(System.nanoTime(), Step.FAILED, "the dyno had closed the connection that was kept");
    retries++;
    passedAt = 0;
  }

  private void detour(long at, Step step, String words) {
    if (detours == null) {
      detours = new ArrayList<>(4);
    }
    detours.add(decision(at, step, words));
  }

  private Decision decision(long at, Step step, String words) {
    return new Decision(Duration.ofNanos(Math.max(0, at - begunAt)), step, words);
  }

  /** It is on its way to the dyno; {@code connectTook} is 0 for a connection that was kept. */
  void passed(long connectTook) {
    connectNanos = connectTook;
    passedAt = System.nanoTime();
  }

  void firstByte() {
    firstByteAt = System.nanoTime();
  }

  void upgraded() {
    upgraded = true;
  }

  void received(int more) {
    receivedBytes += more;
  }

  void bytes(int more) {
    bytes += more;
  }

  /** The response has begun with this status. */
  void status(int sent) {
    status = sent;
  }

  /** The status that has been sent, or another if none has. */
  int statusOr(int other) {
    return status == 0 ? other : status;
  }

  // ---- when it is over ----

  void ended(@Nullable RouterCode why, int finalStatus, @Nullable AppId owner) {
    code = why;
    status = finalStatus;
    app = owner;
    endedAt = System.nanoTime();
    endWait(endedAt);
  }

  String requestId() {
    return requestId;
  }

  @Nullable RouterCode code() {
    return code;
  }

  int status() {
    return status;
  }

  boolean isUpgraded() {
    return upgraded;
  }

  int retries() {
    return retries;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  long sentBytes() {
    return bytes;
  }

  /** How long it waited for a dyno; 0 if it did not. */
  long queuedNanos() {
    return queuedNanos;
  }

  /** From its sending to the first byte of the response; -1 if none came. */
  long firstByteNanos() {
    return firstByteAt == 0 || passedAt == 0 ? -1 : firstByteAt - passedAt;
  }

  AccessLine line() {
    return new AccessLine(
        code,
        method,
        path,
        host,
        requestId,
        fwd,
        dyno,
        connectNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(connectNanos),
        passedAt == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(endedAt - passedAt),
        status,
        bytes,
        "http");
  }

  RequestExplanation explain() {
    List<Decision> decisions = new ArrayList<>(detours == null ? List.of() : detours);
    if (passedAt != 0) {
      decisions.add(decision(pickedAt, Step.PICKED, dyno));
      decisions.add(decision(passedAt, Step.SENT, sentWords()));
    }
    if (firstByteAt != 0) {
      decisions.add(decision(firstByteAt, Step.ANSWERED, "first byte from " + dyno));
    }
    decisions.add(decision(endedAt, Step.ENDED, endWords()));
    return new RequestExplanation(
        requestId,
        Optional.ofNullable(app),
        Instant.ofEpochMilli(begunMillis),
        method,
        host,
        path,
        decisions,
        Optional.ofNullable(code),
        status);
  }

  private String sentWords() {
    return connectNanos == 0
        ? "over a connection that was kept"
        : "over a new connection, made in " + TimeUnit.NANOSECONDS.toMillis(connectNanos) + " ms";
  }

  private String endWords() {
    String end = "status " + status + ", " + bytes + " bytes";
    return code == null ? end : code + " " + code.title() + ", " + end;
  }
}
