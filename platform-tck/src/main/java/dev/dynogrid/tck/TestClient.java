package dev.dynogrid.tck;

import dev.dynogrid.api.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to the mesh that sends the bytes that it is told to. */
final class TestClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  TestClient(Endpoint mesh, Duration patience) throws IOException {
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    socket.connect(new InetSocketAddress(mesh.host(), mesh.port()), 5_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  TestClient send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  TestClient sendGet(String host, String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  HttpText read() throws IOException {
    return HttpText.read(in, true);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
