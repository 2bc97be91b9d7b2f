package dev.dynogrid.tck;

import dev.dynogrid.api.model.Endpoint;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A dyno as good or as bad as a test needs it: a socket that answers the bytes it is told to. */
final class TestDyno implements AutoCloseable {
  /** What it does with a request that has been read whole. */
  interface Answer {
    /** Answers; the connection is kept unless this closes it, or the request asked for that. */
    void to(HttpText request, Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Answer answer;
  private final List<HttpText> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private TestDyno(Answer answer) throws IOException {
    this.answer = answer;
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Contract.daemon(this::accept).start();
  }

  static TestDyno answering(Answer answer) throws IOException {
    return new TestDyno(answer);
  }

  /** Answers each request with a text. */
  static TestDyno saying(String text) throws IOException {
    return answering((request, connection) -> send(connection, ok(text)));
  }

  static String ok(String text) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
  }

  static void send(Socket connection, String bytes) throws IOException {
    connection.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    connection.getOutputStream().flush();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        open.add(connection);
        Contract.daemon(() -> serve(connection)).start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream())) {
      boolean kept = true;
      while (kept && !connection.isClosed()) {
        HttpText request = HttpText.read(in, false);
        requests.add(request);
        answer.to(request, connection);
        kept = !"close".equalsIgnoreCase(request.header("connection"));
      }
    } catch (EOFException | SocketException e) {
      // The mesh, or the test, has closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException("a test's dyno could not answer", e);
    } finally {
      open.remove(connection);
    }
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getLocalPort());
  }

  /** Requests that were read whole, in the order in which they came. */
  List<HttpText> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : open) {
      connection.close();
    }
  }
}
