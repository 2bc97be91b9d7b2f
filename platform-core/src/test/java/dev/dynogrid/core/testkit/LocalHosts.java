package dev.dynogrid.core.testkit;

import dev.dynogrid.api.capacity.CapacityContext;
import dev.dynogrid.api.capacity.CapacityProvider;
import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.LaunchRequest;
import dev.dynogrid.api.capacity.LaunchStatus;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.runtime.DynoRuntime;
import dev.dynogrid.api.runtime.DynoSpec;
import dev.dynogrid.api.runtime.DynoStatus;
import dev.dynogrid.api.runtime.ForwardingDynoRuntime;
import dev.dynogrid.api.runtime.Placement;
import dev.dynogrid.api.runtime.RuntimeContext;
import dev.dynogrid.core.runtime.ProcessDynoRuntime;
import dev.dynogrid.core.runtime.ProcessOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Several hosts on this machine, with real processes for dynos. One that is lost has its processes
 * killed, does not answer any more, and tells nobody.
 */
public final class LocalHosts {
  private final Map<HostId, Host> hosts = new ConcurrentHashMap<>();
  private final Set<HostId> lost = ConcurrentHashMap.newKeySet();
  private final ProcessDynoRuntime processes =
      new ProcessDynoRuntime(ProcessOptions.usual(), Clock.systemUTC());
  private volatile Optional<CapacityContext> opened = Optional.empty();

  /** So many hosts, each in a failure domain of its own. */
  public LocalHosts(int count) {
    for (int i = 1; i <= count; i++) {
      HostId id = new HostId(new UUID(0, i));
      put(id, "h" + i, HostState.READY);
    }
  }

  private void put(HostId id, String name, HostState state) {
    hosts.put(
        id,
        new Host(
            id,
            Optional.empty(),
            name,
            state,
            new Resources(8L << 30, 8_000),
            name,
            Map.of(),
            Optional.empty(),
            Instant.now()));
  }

  /** Asks for a host to be emptied. */
  public void drain(HostId id) {
    put(id, hosts.get(id).name(), HostState.DRAINING);
    hint(id);
  }

  /** A host is gone, with everything on it. */
  public void lose(HostId id) {
    lost.add(id);
    List<DynoStatus> dynos = processes.list(Placement.on(hosts.get(id)));
    dynos.forEach(dyno -> kill(dyno.id()));
    hosts.remove(id);
    hint(id);
  }

  /** The processes of a dyno end. */
  public void kill(Dyno dyno) {
    kill(dyno.id());
  }

  private void hint(HostId id) {
    opened.ifPresent(
        context ->
            context
                .listener()
                .changed(
                    hosts.getOrDefault(
                        id,
                        new Host(
                            id,
                            Optional.empty(),
                            "gone",
                            HostState.TERMINATED,
                            new Resources(0, 0),
                            "",
                            Map.of(),
                            Optional.empty(),
                            Instant.now()))));
  }

  /** The processes of a dyno know its directory, which is named after it. */
  private static void kill(DynoId dyno) {
    String name = dyno.toString().replace("-", "");
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.filter(process -> knows(process.pid(), name)).forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static boolean knows(long pid, String name) {
    return reads(pid, "environ").contains(name) || reads(pid, "cmdline").contains(name);
  }

  private static String reads(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  public CapacityProvider capacity() {
    return new Capacity();
  }

  public DynoRuntime runtime() {
    return new Runtime();
  }

  private final class Capacity implements CapacityProvider {
    @Override
    public String name() {
      return "local-hosts";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.FIXED);
    }

    @Override
    public void open(CapacityContext context) {
      opened = Optional.of(context);
    }

    @Override
    public void launch(LaunchRequest request) {
      throw fixed();
    }

    @Override
    public List<LaunchStatus> launches() {
      return List.of();
    }

    @Override
    public List<Host> list() {
      return List.copyOf(hosts.values());
    }

    @Override
    public void terminate(HostId host) {
      throw fixed();
    }

    private DynogridException fixed() {
      return new DynogridException(ErrorCode.UNSUPPORTED, "these hosts are " + Capability.FIXED);
    }

    @Override
    public void close() {
      opened = Optional.empty();
    }
  }

  /** Hosts that are lost do not answer, and nothing is heard of what becomes of their dynos. */
  private final class Runtime extends ForwardingDynoRuntime {
    Runtime() {
      super(processes);
    }

    @Override
    public void open(RuntimeContext context) {
      super.open(
          new RuntimeContext(
              context.platform(),
              context.directory(),
              context.slugs(),
              context.store(),
              context.logs(),
              status -> {
                if (status.host().filter(lost::contains).isEmpty()) {
                  context.listener().changed(status);
                }
              }));
    }

    @Override
    public void start(Placement placement, DynoSpec spec) {
      requireReachable(placement);
      super.start(placement, spec);
    }

    @Override
    public List<DynoStatus> list(Placement where) {
      requireReachable(where);
      return super.list(where);
    }

    private void requireReachable(Placement where) {
      if (where instanceof Placement.OnHost on && lost.contains(on.host().id())) {
        throw new DynogridException(
            ErrorCode.UNREACHABLE, "host " + on.host().name() + " does not answer");
      }
    }
  }
}
