package dev.dynogrid.core.runtime;

import dev.dynogrid.api.log.LogSink;
import dev.dynogrid.api.model.DynoCode;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoListener;
import dev.dynogrid.api.runtime.DynoStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A dyno as this process knows it: what is written down of it, and what its shim says. */
final class ProcessDyno implements ShimChannel.Listener {
  private static final int IPV6 = 6;

  private final DynoRecord record;
  private final Path directory;
  private final DynoListener listener;
  private final OutputLines lines;
  private final Runnable shimDied;
  private final Consumer<ProcessDyno> cannotTell;
  private volatile @Nullable ShimChannel channel;
  private volatile @Nullable AttachedSession session;
  private volatile @Nullable DynoExit exit;
  private volatile @Nullable Endpoint listeningAt;
  private volatile boolean stopping;
  private volatile long heard;

  ProcessDyno(
      DynoRecord record,
      Path directory,
      LogSink logs,
      DynoListener listener,
      Consumer<ProcessDyno> shimDied,
      Consumer<ProcessDyno> cannotTell) {
    this.record = record;
    this.directory = directory;
    this.listener = listener;
    this.lines = new OutputLines(record, logs);
    this.cannotTell = cannotTell;
    this.shimDied = () -> shimDied.accept(this);
  }

  DynoRecord record() {
    return record;
  }

  Path directory() {
    return directory;
  }

  /** Connected to its shim, which is asked for all that it has kept. */
  void connected(ShimChannel shim) {
    channel = shim;
    if (!record.attached()) {
      shim.attach(0);
    }
  }

  Optional<ShimChannel> channel() {
    return Optional.ofNullable(channel);
  }

  void attach(AttachedSession attached, ShimChannel shim) {
    session = attached;
    shim.attach(0);
  }

  Optional<AttachedSession> session() {
    return Optional.ofNullable(session);
  }

  void stopping() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  @Override
  public void said(ShimFrames.Frame frame) {
    if (frame instanceof ShimFrames.Frame.Output output) {
      written(output);
    } else if (frame instanceof ShimFrames.Frame.Listening listening) {
      listensOn(listening.family());
    } else if (frame instanceof ShimFrames.Frame.Taken taken) {
      session().ifPresent(attached -> attached.taken(taken.total()));
    } else if (frame instanceof ShimFrames.Frame.Exit end) {
      ended(exitOf(end.status(), end.code(), Instant.ofEpochMilli(end.timeMillis())));
    }
  }

  private void listensOn(int family) {
    if (family == 0) {
      cannotTell.accept(this);
    } else {
      String host = family == IPV6 ? "::1" : "127.0.0.1";
      record.port().ifPresent(port -> listens(new Endpoint(host, port)));
    }
  }

  /** What was heard before is passed over: what a shim leaves behind holds it once more. */
  void written(ShimFrames.Frame.Output output) {
    if (output.offset() < heard) {
      return;
    }
    heard = output.offset() + output.data().length;
    @Nullable AttachedSession attached = session;
    if (attached != null) {
      attached.written(output.stream(), output.data());
    } else {
      lines.take(output.stream(), Instant.ofEpochMilli(output.timeMillis()), output.data());
    }
  }

  static DynoExit exitOf(int status, String code, Instant at) {
    DynoExit plain = DynoExit.of(status, at);
    return code.equals("R12")
        ? new DynoExit(
            status,
            Optional.of(DynoCode.R12),
            "did not end within its grace period after SIGTERM; " + plain.reason(),
            at)
        : plain;
  }

  @Override
  public void closed() {
    if (exit == null) {
      shimDied.run();
    }
  }

  /** Nothing of it runs any more. */
  void ended(DynoExit how) {
    if (exit != null) {
      return;
    }
    exit = how;
    lines.end(how.at());
    @Nullable AttachedSession attached = session;
    if (attached != null) {
      attached.ended(how.status());
    }
    listener.changed(status());
  }

  void listens(Endpoint at) {
    listeningAt = at;
    listener.changed(status());
  }

  boolean isBooting() {
    return record.port().isPresent() && listeningAt == null && exit == null;
  }

  boolean hasEnded() {
    return exit != null;
  }

  DynoStatus status() {
    @Nullable DynoExit end = exit;
    @Nullable Endpoint known = listeningAt;
    Optional<Endpoint> endpoint =
        known != null
            ? Optional.of(known)
            : record.port().stream().mapToObj(port -> new Endpoint("127.0.0.1", port)).findFirst();
    return new DynoStatus(
        record.id(),
        record.app(),
        record.release(),
        record.name(),
        Optional.of(record.host()),
        end == null ? DynoStatus.Phase.RUNNING : DynoStatus.Phase.EXITED,
        endpoint,
        known != null && end == null,
        Optional.ofNullable(end),
        record.startedAt());
  }
}
