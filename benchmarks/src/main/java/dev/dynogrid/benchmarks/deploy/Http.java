package dev.dynogrid.benchmarks.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Asks for {@code /} until the answer holds a text: every few milliseconds, since who asks without
 * a pause takes half the machine from what is being measured.
 */
final class Http {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final long LIMIT_SECONDS = 60;
  private static final long PAUSE_MILLIS = 20;

  private Http() {}

  /** Returns when the text has been answered: the time of that, as {@link System#nanoTime}. */
  static long awaitAnswer(int port, String host, String text)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < until) {
      if (answers(port, host, text)) {
        return System.nanoTime();
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    throw new IOException(host + " did not answer \"" + text + "\" within a minute");
  }

  private static boolean answers(int port, String host, String text) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.contains(text);
    } catch (IOException e) {
      // Not yet: that is what is being waited for.
      return false;
    }
  }
}
