package dev.dynogrid.core.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts datagrams by their text: how an app tells a test what it did, however it ends. */
public final class Datagrams implements AutoCloseable {
  private static final int LONGEST = 1024;
  private static final int BUFFER = 4 * 1024 * 1024;

  private final DatagramSocket socket;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  public Datagrams() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(BUFFER);
    Thread reader = new Thread(this::read, "datagrams");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        counts.merge(text, 1, Integer::sum);
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** How many different ones have come. */
  public int size() {
    return counts.size();
  }

  /** Those that came more than once. */
  public List<String> twice() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    socket.close();
  }
}
