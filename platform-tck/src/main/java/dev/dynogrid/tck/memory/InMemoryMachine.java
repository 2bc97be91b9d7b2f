package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.Arguments;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.runtime.DynoListener;
import dev.dynogrid.api.runtime.DynoStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

  private final Map<String, InMemoryProgram> programs = new ConcurrentHashMap<>();
  private final Map<UUID, Tenant> tenants = new ConcurrentHashMap<>();
  private final Set<Integer> ports = new HashSet<>();

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

  /** A port that no other dyno has, and on which nobody listens at the moment. */
  int takePort() {
    while (true) {
      int port = freePort();
      synchronized (ports) {
        if (ports.add(port)) {
          return port;
        }
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void freePort(int port) {
    synchronized (ports) {
      ports.remove(port);
    }
  }
}
