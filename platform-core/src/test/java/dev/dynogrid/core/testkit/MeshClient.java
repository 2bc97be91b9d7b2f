package dev.dynogrid.core.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests to a mesh by host name, without resolving it. */
public final class MeshClient {
  private static final int TIMEOUT_MILLIS = 100_000;

  private final int port;

  public MeshClient(int port) {
    this.port = port;
  }

  /** A response; header names in lower case. */
  public record Response(int status, Map<String, String> headers, String body) {}

  public Response get(String host, String path) throws IOException {
    try (Kept connection = keep(host)) {
      return connection.ask("GET", path, "Connection: close\r\n");
    }
  }

  /** A connection for one request after the other. */
  public Kept keep(String host) throws IOException {
    return new Kept(port, host);
  }

  /** A connection that is kept. */
  public static final class Kept implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final String host;

    private Kept(int port, String host) throws IOException {
      this.host = host;
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** A request without a body. */
    public Response ask(String method, String path) throws IOException {
      return ask(method, path, "");
    }

    private Response ask(String method, String path, String more) throws IOException {
      String length = method.equals("POST") ? "Content-Length: 0\r\n" : "";
      String head =
          method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + length + more + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return read(in);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Response read(InputStream in) throws IOException {
    String statusLine = line(in);
    int status = Integer.parseInt(statusLine.split(" ")[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Response(status, headers, body(in, headers));
  }

  private static String body(InputStream in, Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        all.write(exactly(in, size));
        line(in);
      }
      return all.toString(StandardCharsets.UTF_8);
    } else if (headers.containsKey("content-length")) {
      int length = Integer.parseInt(headers.get("content-length"));
      return new String(exactly(in, length), StandardCharsets.UTF_8);
    }
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";")[0].strip(), 16);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("cut after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed in a line, after: " + line);
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
  }
}
