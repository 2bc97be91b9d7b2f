package dev.dynogrid.core.grid;

import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.model.HealthCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a dyno for its health path, once. A bare socket, since the JDK's clients do not let the host
 * name of the app be sent, or keep the connection, which a single-threaded server cannot spare.
 */
final class HealthProbe {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final int LEAST_BAD_STATUS = 500;
  private static final int LEAST_FINAL_STATUS = 200;
  private static final int LONGEST_HEAD = 64 * 1024;

  private HealthProbe() {}

  /**
   * What came of it.
   *
   * @param healthy whether the status was below 500
   * @param text for people: {@code GET / answered 500}
   */
  record Answer(boolean healthy, String text) {}

  static Answer ask(Endpoint endpoint, String hostName, HealthCheck check, Duration timeout) {
    String what = "GET " + check.path();
    try (Socket socket = new Socket()) {
      int millis = Math.toIntExact(timeout.toMillis());
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write(request(hostName, check.path()));
      int status = readStatus(socket);
      return new Answer(status < LEAST_BAD_STATUS, what + " answered " + status);
    } catch (IOException e) {
      return new Answer(false, what + " got no answer: " + e.getMessage());
    }
  }

  private static byte[] request(String hostName, String path) {
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + hostName
            + "\r\nUser-Agent: dynogrid-health\r\n"
            + "Accept: */*\r\nX-Forwarded-Proto: http\r\nConnection: close\r\n\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  /** The first final status: interim responses are passed over. */
  private static int readStatus(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    int read = 0;
    boolean atStart = true;
    for (String line = line(reader); read < LONGEST_HEAD; line = line(reader)) {
      read += line.length() + 1;
      Matcher matcher = STATUS_LINE.matcher(line);
      if (atStart && !matcher.matches()) {
        throw new IOException("not HTTP");
      } else if (atStart && Integer.parseInt(matcher.group(1)) >= LEAST_FINAL_STATUS) {
        return Integer.parseInt(matcher.group(1));
      }
      atStart = line.isEmpty();
    }
    throw new IOException("no end of the interim responses");
  }

  private static String line(BufferedReader reader) throws IOException {
    @Nullable String line = reader.readLine();
    if (line == null) {
      throw new IOException("connection closed");
    }
    return line;
  }
}
