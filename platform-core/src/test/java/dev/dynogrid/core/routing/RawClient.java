package dev.dynogrid.core.routing;

import dev.dynogrid.api.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes that it is told to. */
final class RawClient implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  RawClient(Endpoint endpoint) {
    this(endpoint, 0);
  }

  RawClient(Endpoint endpoint, int receiveBuffer) {
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()));
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One request on a connection of its own. */
  static RawMessage get(Endpoint endpoint, String host, String path) {
    try (RawClient client = new RawClient(endpoint)) {
      return client.get(host, path);
    }
  }

  RawMessage get(String host, String path) {
    return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").read();
  }

  RawClient send(String bytes) {
    try {
      out().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that nothing more comes. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  InputStream in() {
    return in;
  }

  /** Reads a response. */
  RawMessage read() {
    return read(false);
  }

  /** Reads a response to a request that may not have a body, as HEAD. */
  RawMessage readHead() {
    return read(true);
  }

  private RawMessage read(boolean bodiless) {
    try {
      return RawMessage.read(in, true, bodiless);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of the connection; false if bytes come instead. */
  boolean isClosed() {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true; // reset
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
