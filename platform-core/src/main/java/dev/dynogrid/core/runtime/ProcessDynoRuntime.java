package dev.dynogrid.core.runtime;

import dev.dynogrid.api.build.Stack;
import dev.dynogrid.api.model.DynoCode;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.runtime.DynoExit;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoSession;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.api.runtime.RuntimeContext;
import dev.dynogrid.api.runtime.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs dynos as processes of this machine. They outlive the platform: each has a supervisor of its
 * own, see the package's description, and a directory that tells all about it.
 */
public final class ProcessDynoRuntime implements DynoRuntime {
  private static final Logger log = LoggerFactory.getLogger(ProcessDynoRuntime.class);

  private final Map<DynoId, ProcessDyno> dynos = new ConcurrentHashMap<>();
  private final ProcessOptions options;
  private final Clock clock;
  private volatile @Nullable Opened opened;

  /** What there is while the runtime is open. */
  private record Opened(
      RuntimeContext context,
      Launcher launcher,
      ShimReactor reactor,
      PortBook ports,
      SlugTrees trees,
      BootWatch boots,
      Path directory) {}

  /** A runtime that does nothing until it is opened. */
  public ProcessDynoRuntime(ProcessOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SURVIVES_PLATFORM);
  }

  @Override
  public Stack stack() {
    String system = System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
    return new Stack("local-" + system.replace(' ', '-') + "-" + machine, Optional.empty());
  }

  @Override
  public void open(RuntimeContext context) {
    Path directory = context.directory().resolve("d");
    Path trees = context.directory().resolve("trees");
    try {
      Files.createDirectories(directory);
      Files.createDirectories(trees);
      ShimReactor reactor = new ShimReactor("dynogrid-shims-1");
      SlugTrees slugTrees = new SlugTrees(trees, context.slugs());
      slugTrees.removeUnfinished();
      Opened now =
          new Opened(
              context,
              Launcher.in(context.directory()),
              reactor,
              new PortBook(context.store(), options.ports(), context.platform().hashCode()),
              slugTrees,
              new BootWatch(new ListenWatch(options.procfs()), "dynogrid-boots-1"),
              directory);
      opened = now;
      reactor.start();
      adoptAll(now);
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE, "cannot keep dynos in " + directory + ": " + e, e);
    }
  }

  private Opened opened() {
    @Nullable Opened now = opened;
    if (now == null) {
      throw new DynogridException(ErrorCode.NOT_RUNNING, "the process runtime is not open");
    }
    return now;
  }

  private void adoptAll(Opened now) throws IOException {
    List<Path> directories;
    try (Stream<Path> all = Files.list(now.directory())) {
      directories = all.toList();
    }
    for (Path directory : directories) {
      if (DynoRecord.isIn(directory)) {
        adopt(now, DynoRecord.readFrom(directory), directory);
      } else {
        // The platform died before the dyno was accepted: nothing was ever started here.
        FileTrees.remove(directory);
      }
    }
  }

  private void adopt(Opened now, DynoRecord record, Path directory) throws IOException {
    ProcessDyno dyno = known(now, record, directory);
    try {
      connect(now, dyno);
    } catch (IOException e) {
      log.debug("dyno {} has no shim any more: {}", record.id(), e.getMessage());
      readAccount(dyno);
    }
  }

  /**
   * What a shim has left behind that cannot be asked any more. Without its shim a dyno cannot be
   * kept: its output has no reader, its end no witness.
   */
  private void readAccount(ProcessDyno dyno) {
    LeftOver leftOver = new LeftOver(dyno.directory(), options.procfs());
    leftOver.output().forEach(dyno::written);
    dyno.ended(leftOver.end(clock.instant()));
  }

  private ProcessDyno known(Opened now, DynoRecord record, Path directory) {
    ProcessDyno dyno =
        new ProcessDyno(
            record,
            directory,
            now.context().logs(),
            status -> {
              now.context().listener().changed(status);
              now.launcher().prepare(); // it has booted, or ended: the processor is free again
            },
            this::readAccount,
            now.boots()::watch);
    dynos.put(record.id(), dyno);
    return dyno;
  }

  private static void connect(Opened now, ProcessDyno dyno) throws IOException {
    dyno.connected(now.reactor().connect(dyno.directory().resolve("sock"), dyno));
  }

  @Override
  public void start(Placement placement, DynoSpec spec) {
    Opened now = opened();
    HostId host = hostOf(placement);
    if (spec.streams() instanceof Streams.Terminal) {
      throw new DynogridException(
          ErrorCode.UNSUPPORTED,
          "the process runtime cannot run "
              + spec.name()
              + ": it lacks the capability "
              + Capability.TERMINAL);
    }
    if (dynos.containsKey(spec.id())) {
      return;
    }
    OptionalInt port =
        spec.listens() ? OptionalInt.of(now.ports().reserve(host, spec.id())) : OptionalInt.empty();
    try {
      launch(now, host, spec, port);
    } catch (IOException e) {
      port.ifPresent(number -> now.ports().free(spec.id()));
      throw new DynogridException(
          ErrorCode.EXHAUSTED, "dyno " + spec.name() + " could not be started: " + e, e);
    }
  }

  private void launch(Opened now, HostId host, DynoSpec spec, OptionalInt port) throws IOException {
    Path directory = now.directory().resolve(shortName(spec.id()));
    Files.createDirectories(directory.resolve("tmp"));
    DynoRecord record =
        DynoRecord.of(spec, host, port, spec.streams() != Streams.logged(), clock.instant());
    record.writeTo(directory);
    ProcessDyno dyno = known(now, record, directory);
    try {
      Path app = now.trees().require(spec.slug());
      boolean profiles =
          Files.isDirectory(app.resolve(".profile.d")) || Files.exists(app.resolve(".profile"));
      now.launcher()
          .dyno(
              directory,
              record.attached(),
              port.orElse(0),
              DynoEnvironment.of(spec, port, directory.resolve("tmp")),
              DynoEnvironment.command(now.launcher().shell(), spec, profiles));
      if (!ShimStart.await(directory, () -> connect(now, dyno))) {
        readAccount(dyno);
      }
    } catch (SlugTrees.ChecksumException e) {
      log.error("dyno {}: {}", spec.name(), e.getMessage());
      dyno.ended(
          new DynoExit(
              DynoExit.UNKNOWN_STATUS,
              Optional.of(DynoCode.R17),
              String.valueOf(e.getMessage()),
              clock.instant()));
    } catch (IOException | RuntimeException e) {
      dynos.remove(spec.id());
      FileTrees.remove(directory);
      throw e;
    }
  }

  /** Socket paths are short, so directories are named by 32 characters. */
  private static String shortName(DynoId dyno) {
    return dyno.toString().replace("-", "");
  }

  private static HostId hostOf(Placement placement) {
    if (placement instanceof Placement.OnHost on) {
      return on.host().id();
    }
    throw new DynogridException(
        ErrorCode.UNSUPPORTED,
        "the process runtime does not place by itself: it lacks the capability "
            + Capability.PLACES_BY_ITSELF);
  }

  @Override
  public void stop(DynoId id, Duration grace) {
    opened();
    find(id)
        .filter(dyno -> !dyno.hasEnded())
        .ifPresent(
            dyno -> {
              dyno.stopping();
              dyno.channel().ifPresent(shim -> shim.stop(Math.max(0, grace.toMillis())));
            });
  }

  private Optional<ProcessDyno> find(DynoId id) {
    return Optional.ofNullable(dynos.get(id));
  }

  @Override
  public List<DynoStatus> list(Placement where) {
    opened();
    HostId host = hostOf(where);
    return dynos.values().stream()
        .filter(dyno -> dyno.record().host().equals(host))
        .map(ProcessDyno::status)
        .toList();
  }

  @Override
  public void forget(DynoId id) {
    Opened now = opened();
    Optional<ProcessDyno> ended = find(id).filter(ProcessDyno::hasEnded);
    if (ended.isEmpty()) {
      return;
    }
    ended.get().channel().ifPresent(ShimChannel::close);
    dynos.remove(id);
    try {
      FileTrees.remove(ended.get().directory());
    } catch (IOException e) {
      log.warn("the directory of dyno {} could not be removed: {}", id, e.toString());
    }
    ended.get().record().port().ifPresent(port -> now.ports().free(id));
  }

  @Override
  public DynoSession attach(DynoId id) {
    ProcessDyno dyno =
        find(id)
            .filter(found -> found.record().attached() && found.session().isEmpty())
            .orElseThrow(
                () ->
                    new DynogridException(
                        ErrorCode.NOT_FOUND,
                        "dyno " + id + " has no streams to attach to, or somebody has them"));
    ShimChannel shim =
        dyno.channel()
            .orElseThrow(
                () -> new DynogridException(ErrorCode.UNREACHABLE, "dyno " + id + " has ended"));
    AttachedSession session = new AttachedSession(shim);
    dyno.attach(session, shim);
    return session;
  }

  @Override
  public void prune(Set<SlugId> needed) {
    Opened now = opened();
    Set<SlugId> all = ConcurrentHashMap.newKeySet();
    all.addAll(needed);
    dynos.values().forEach(dyno -> all.add(dyno.record().slug()));
    try {
      now.trees().prune(all);
    } catch (IOException e) {
      throw new DynogridException(ErrorCode.INTERNAL, "could not remove old slugs: " + e, e);
    }
  }

  @Override
  public void close() {
    @Nullable Opened now = opened;
    opened = null;
    if (now != null) {
      now.launcher().close();
      now.boots().close();
      now.reactor().close();
    }
  }
}
