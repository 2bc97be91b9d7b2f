package dev.dynogrid.tck.memory;

import dev.dynogrid.api.build.Stack;
import dev.dynogrid.api.model.DynoCode;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.Slug;
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
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs dynos as threads of this JVM, on an {@link InMemoryMachine}, on any number of hosts. */
public final class InMemoryDynoRuntime implements DynoRuntime {
  private final InMemoryMachine machine;
  private final Clock clock;
  private final Set<DynoId> attached = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Opened opened;

  private record Opened(RuntimeContext context, InMemoryMachine.Tenant tenant) {}

  /** A runtime that does nothing until it is opened. */
  public InMemoryDynoRuntime(InMemoryMachine machine, Clock clock) {
    this.machine = machine;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SURVIVES_PLATFORM);
  }

  @Override
  public Stack stack() {
    return new Stack("memory", Optional.of(Path.of("/app")));
  }

  @Override
  public void open(RuntimeContext context) {
    InMemoryMachine.Tenant tenant = machine.tenant(context.platform());
    opened = new Opened(context, tenant);
    tenant.tell(context.listener());
    tenant.dynos.values().forEach(dyno -> dyno.output().giveTo(context.logs()));
  }

  private Opened opened() {
    @Nullable Opened now = opened;
    if (now == null) {
      throw new DynogridException(ErrorCode.NOT_RUNNING, "the runtime in memory is not open");
    }
    return now;
  }

  @Override
  public void start(Placement placement, DynoSpec spec) {
    Opened now = opened();
    machine.requireReach();
    HostId host = hostOf(placement);
    if (spec.streams() instanceof Streams.Terminal) {
      throw lacking(Capability.TERMINAL);
    }
    OptionalInt port = spec.listens() ? OptionalInt.of(machine.takePort()) : OptionalInt.empty();
    InMemoryDyno dyno = new InMemoryDyno(spec, host, port, clock, now.tenant()::changed);
    if (now.tenant().dynos.putIfAbsent(spec.id(), dyno) != null) {
      port.ifPresent(machine::freePort);
      return;
    }
    try {
      begin(now, dyno);
    } catch (DynogridException e) {
      now.tenant().dynos.remove(spec.id());
      port.ifPresent(machine::freePort);
      throw e;
    }
  }

  private void begin(Opened now, InMemoryDyno dyno) {
    dyno.output().giveTo(now.context().logs());
    Slug slug = dyno.spec().slug();
    Optional<Map<String, byte[]>> files = filesOf(now, slug);
    if (files.isPresent()) {
      dyno.start(files.get(), machine.program(dyno.spec().command()));
    } else {
      dyno.end(
          new DynoExit(
              DynoExit.UNKNOWN_STATUS,
              Optional.of(DynoCode.R17),
              "slug " + slug.id() + " arrived as something else",
              clock.instant()));
    }
  }

  /** Fetched once a slug; empty if what arrived is not what its id says. */
  private static Optional<Map<String, byte[]>> filesOf(Opened now, Slug slug) {
    @Nullable Map<String, byte[]> known = now.tenant().slugs.get(slug.id());
    if (known != null) {
      return Optional.of(known);
    }
    synchronized (now.tenant().slugs) {
      return Optional.ofNullable(
          now.tenant().slugs.computeIfAbsent(slug.id(), id -> fetch(now, id)));
    }
  }

  private static @Nullable Map<String, byte[]> fetch(Opened now, SlugId id) {
    try (InputStream in =
        now.context()
            .slugs()
            .open(id)
            .orElseThrow(
                () ->
                    new DynogridException(
                        ErrorCode.NOT_FOUND, "slug " + id + " is not in the store"))) {
      byte[] tar = in.readAllBytes();
      return InMemorySlugStore.idOf(tar).equals(id) ? Map.copyOf(SlugTar.files(tar)) : null;
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.UNREACHABLE, "slug " + id + " could not be fetched: " + e, e);
    }
  }

  private static HostId hostOf(Placement placement) {
    if (placement instanceof Placement.OnHost on) {
      return on.host().id();
    }
    throw lacking(Capability.PLACES_BY_ITSELF);
  }

  private static DynogridException lacking(Capability capability) {
    return new DynogridException(
        ErrorCode.UNSUPPORTED, "the runtime in memory lacks the capability " + capability);
  }

  private Optional<InMemoryDyno> find(DynoId id) {
    return Optional.ofNullable(opened().tenant().dynos.get(id));
  }

  @Override
  public void stop(DynoId id, Duration grace) {
    find(id).ifPresent(dyno -> dyno.stop(grace));
  }

  @Override
  public List<DynoStatus> list(Placement where) {
    HostId host = hostOf(where);
    machine.requireReach();
    return opened().tenant().dynos.values().stream()
        .filter(dyno -> dyno.host().equals(host))
        .map(InMemoryDyno::status)
        .toList();
  }

  @Override
  public void forget(DynoId id) {
    Opened now = opened();
    find(id)
        .filter(InMemoryDyno::hasEnded)
        .ifPresent(
            dyno -> {
              now.tenant().dynos.remove(id);
              dyno.status().endpoint().map(Endpoint::port).ifPresent(machine::freePort);
            });
  }

  @Override
  public DynoSession attach(DynoId id) {
    InMemoryDyno dyno =
        find(id)
            .filter(found -> found.spec().streams() == Streams.attached())
            .filter(found -> attached.add(id))
            .orElseThrow(
                () ->
                    new DynogridException(
                        ErrorCode.NOT_FOUND,
                        "dyno " + id + " has no streams to attach to, or somebody has them"));
    return new InMemorySession(dyno);
  }

  @Override
  public void prune(Set<SlugId> needed) {
    Opened now = opened();
    Set<SlugId> kept = new HashSet<>(needed);
    now.tenant().dynos.values().forEach(dyno -> kept.add(dyno.spec().slug().id()));
    now.tenant().slugs.keySet().retainAll(kept);
  }

  @Override
  public void close() {
    @Nullable Opened now = opened;
    opened = null;
    if (now != null) {
      now.tenant().tell(null);
      now.tenant().dynos.values().forEach(dyno -> dyno.output().giveTo(null));
    }
  }
}
