package dev.dynogrid.core.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out who listens on a port. On Linux the kernel tells which process has the socket;
 * elsewhere that something takes connections is all that can be known.
 */
final class ListenWatch {
  private static final String LISTEN = "0A";
  private static final int STATE_FIELD = 3;
  private static final int INODE_FIELD = 9;
  private static final int CONNECT_MILLIS = 200;

  private final Path procfs;

  ListenWatch(Path procfs) {
    this.procfs = procfs;
  }

  boolean canTellOwners() {
    return Files.exists(procfs.resolve("net/tcp"));
  }

  /** The sockets that listen, by port: several if they listen on several addresses. */
  Map<Integer, Set<Listening>> listening() throws IOException {
    Map<Integer, Set<Listening>> found = new HashMap<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      Path file = procfs.resolve(table);
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          read(line, found);
        }
      }
    }
    return found;
  }

  /**
   * A socket that listens.
   *
   * @param inode the kernel's number of it
   * @param loopback6 whether it listens on the IPv6 loopback address alone
   */
  record Listening(long inode, boolean loopback6) {}

  private static void read(String line, Map<Integer, Set<Listening>> found) {
    String[] fields = line.strip().split("\\s+");
    if (fields.length > INODE_FIELD && fields[STATE_FIELD].equals(LISTEN)) {
      String[] address = fields[1].split(":");
      boolean loopback6 = address[0].equals("00000000000000000000000001000000");
      found
          .computeIfAbsent(Integer.parseInt(address[1], 16), port -> new HashSet<>())
          .add(new Listening(Long.parseLong(fields[INODE_FIELD]), loopback6));
    }
  }

  /** Whether a process of the session, or one that descends from it, has one of the sockets. */
  boolean owns(long session, Set<Listening> sockets) throws IOException {
    Set<String> names = new HashSet<>();
    sockets.forEach(socket -> names.add("socket:[" + socket.inode() + "]"));
    for (long pid : processesOf(session)) {
      if (hasOneOf(pid, names)) {
        return true;
      }
    }
    return false;
  }

  private Set<Long> processesOf(long session) {
    Set<Long> all = new HashSet<>();
    ProcessHandle.of(session)
        .ifPresent(
            handle -> {
              all.add(session);
              try (Stream<ProcessHandle> descendants = handle.descendants()) {
                descendants.forEach(descendant -> all.add(descendant.pid()));
              }
            });
    return all;
  }

  private boolean hasOneOf(long pid, Set<String> names) throws IOException {
    Path descriptors = procfs.resolve(pid + "/fd");
    if (!Files.isReadable(descriptors)) {
      return false;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
      for (Path link : links) {
        if (Files.isSymbolicLink(link) && names.contains(target(link))) {
          return true;
        }
      }
    }
    return false;
  }

  /** A descriptor may be closed while we look. */
  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether something takes connections, for systems that do not tell who. */
  static boolean takesConnections(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
