package dev.dynogrid.tck;

import dev.dynogrid.api.capacity.Host;
import dev.dynogrid.api.capacity.HostState;
import dev.dynogrid.api.capacity.Resources;
import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.HostId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values that tests compare with, and looks at the machine that several of them need. */
final class KitValues {
  private static final Resources SIZE = new Resources(8L * 1024 * 1024 * 1024, 4_000);
  private static final int CONNECT_MILLIS = 2_000;

  /** Which a stack may set by itself, so that they tell nothing. */
  private static final Set<String> OF_STACKS =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "PWD",
          "OLDPWD",
          "SHLVL",
          "_",
          "TMPDIR",
          "TZ",
          "TERM",
          "JAVA_HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "HOSTNAME",
          "DYNO",
          "PORT");

  private KitValues() {}

  static Host host(String name, Map<String, String> attributes) {
    return new Host(
        new HostId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
        Optional.empty(),
        name,
        HostState.READY,
        SIZE,
        "zone-1",
        attributes,
        Optional.empty(),
        Instant.EPOCH);
  }

  /** Whether somebody takes connections there. */
  static boolean connects(Endpoint endpoint) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A line as {@link TestApp#print} prints it. */
  static String line(int number, int bytes) {
    return "line " + number + " " + "x".repeat(bytes);
  }

  static List<String> lines(int first, int last, int bytes) {
    return IntStream.rangeClosed(first, last).mapToObj(number -> line(number, bytes)).toList();
  }

  static String lineBlock(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(number -> "input " + number + "\n")
        .collect(Collectors.joining());
  }

  static boolean isForeignToDynos(String variable) {
    return variable.matches("[A-Z][A-Z0-9_]*") && !OF_STACKS.contains(variable);
  }

  /** What others see of a process; empty where this machine does not tell. */
  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }
}
