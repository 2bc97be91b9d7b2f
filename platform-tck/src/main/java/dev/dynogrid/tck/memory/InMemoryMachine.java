package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.runtime.DynoListener;
import dev.dynogrid.api.runtime.DynoStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the dynos of {@link InMemoryDynoRuntime}s run: threads of this JVM that listen on real
 * sockets. It outlives the runtimes, as a machine outlives a platform, so that the next one adopts
 * what it finds.
 *
 * <p>It knows programs by the first word of a command line; what it does not know ends with status
 * 127, as a shell would.
 */
public final class InMemoryMachine {
  private static final int NOT_FOUND = 127;

  /** Below the ports that machines give to outgoing connections. */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  private final Map<String, InMemoryProgram> programs = new ConcurrentHashMap<>();
  private final Map<UUID, Tenant> tenants = new ConcurrentHashMap<>();
  private final Set<Integer> ports = new HashSet<>();
  private final AtomicInteger nextPort =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));
  private volatile boolean reachable = true;

  /** What there is of one platform. */
  static final class Tenant {
    final Map<DynoId, InMemoryDyno> dynos = new ConcurrentHashMap<>();
    final Map<SlugId, Map<String, byte[]>> slugs = new ConcurrentHashMap<>();
    private volatile @Nullable DynoListener listener;

    /** Whom to tell from now on; nobody while there is no platform. */
    void tell(@Nullable DynoListener next) {
      listener = next;
    }

    void changed(DynoStatus status) {
      @Nullable DynoListener now = listener;
      if (now != null) {
        now.changed(status);
      }
    }
  }

  /** A machine without dynos and programs. */
  public InMemoryMachine() {}

  /** Makes a program known, or replaces it for the dynos that are started from now on. */
  public InMemoryMachine withProgram(String name, InMemoryProgram program) {
    Arguments.check(!name.isBlank() && !name.contains(" "), "program", name, "one word");
    programs.put(name, program);
    return this;
  }

  /** Whether the machine answers; if not, calls that need it throw {@code UNREACHABLE}. */
  public InMemoryMachine withReach(boolean value) {
    reachable = value;
    return this;
  }

  void requireReach() {
    if (!reachable) {
      throw new DynogridException(
          ErrorCode.UNREACHABLE,
          "the machine in memory does not answer: what it runs is not known");
    }
  }

  InMemoryProgram program(String command) {
    String name = command.strip().split(" ", 2)[0];
    return programs.getOrDefault(
        name,
        process -> {
          process.print(name + ": no such program");
          return NOT_FOUND;
        });
  }

  Tenant tenant(UUID platform) {
    return tenants.computeIfAbsent(platform, id -> new Tenant());
  }

  /**
   * A port that no other dyno has, and on which nobody listens at the moment. Goes round, so that a
   * port which has just become free is not given again at once.
   */
  int takePort() {
    while (true) {
      int port = FIRST_PORT + nextPort.getAndUpdate(n -> (n + 1) % PORTS);
      synchronized (ports) {
        if (isFree(port) && ports.add(port)) {
          return port;
        }
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // somebody else has it
    }
  }

  void freePort(int port) {
    synchronized (ports) {
      ports.remove(port);
    }
  }
}
