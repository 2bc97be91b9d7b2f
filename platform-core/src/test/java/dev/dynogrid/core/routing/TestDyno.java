package dev.dynogrid.core.routing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers exactly the bytes that it is told to: a dyno as good or as bad as needed.
 */
final class TestDyno implements AutoCloseable {
  /** What it does with a request. */
  interface Answer {
    /** Writes the answer. The connection is kept unless this closes it. */
    void to(RawMessage request, Connection connection) throws Exception;
  }

  /** Its end of a connection. */
  record Connection(Socket socket, InputStream in, OutputStream out) {
    void send(String bytes) throws IOException {
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void close() throws IOException {
      socket.close();
    }
  }

  private final ServerSocket server;
  private final Answer answer;
  private final boolean readsBodies;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<RawMessage> requests = new CopyOnWriteArrayList<>();
  private final List<String> bytes = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private TestDyno(int port, boolean readsBodies, Answer answer) throws IOException {
    this.answer = answer;
    this.readsBodies = readsBodies;
    server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
    daemon(this::accept, "test-dyno-accept");
  }

  static TestDyno on(int port, Answer answer) {
    return start(port, true, answer);
  }

  /** Answers by this. */
  static TestDyno answering(Answer answer) {
    return start(0, true, answer);
  }

  /** Answers by this after the head of a request: the body is left for it to read. */
  static TestDyno afterHead(Answer answer) {
    return start(0, false, answer);
  }

  /** Answers all with this body. */
  static TestDyno saying(String body) {
    return answering((request, connection) -> connection.send(ok(body)));
  }

  private static TestDyno start(int port, boolean readsBodies, Answer answer) {
    try {
      return new TestDyno(port, readsBodies, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static void daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        connections.incrementAndGet();
        open.add(socket);
        daemon(() -> serve(socket), "test-dyno-connection");
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Recorder in = new Recorder(new BufferedInputStream(socket.getInputStream()));
      Connection connection = new Connection(socket, in, socket.getOutputStream());
      while (!socket.isClosed()) {
        RawMessage request = RawMessage.read(in, false, !readsBodies);
        bytes.add(in.taken());
        requests.add(request);
        answer.to(request, connection);
      }
    } catch (EOFException e) {
      // The mesh has closed an idle connection, as it should.
    } catch (IOException e) {
      // Cut, by the mesh or by the test: both are what tests are about.
    } catch (Exception e) {
      throw new IllegalStateException("the test's answer failed", e);
    } finally {
      open.remove(socket);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections that were ever made. */
  int connections() {
    return connections.get();
  }

  /** Connections that are open. */
  int open() {
    return open.size();
  }

  List<RawMessage> requests() {
    return requests;
  }

  /** The requests as they stood on the wire. */
  List<String> bytes() {
    return bytes;
  }

  RawMessage lastRequest() {
    return requests.get(requests.size() - 1);
  }

  /** Cuts all connections, and goes on listening. */
  void cut() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes what is read. */
  private static final class Recorder extends FilterInputStream {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    private Recorder(InputStream in) {
      super(in);
    }

    private String taken() {
      String taken = read.toString(StandardCharsets.ISO_8859_1);
      read.reset();
      return taken;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        read.write(one);
      }
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = super.read(into, from, length);
      if (count > 0) {
        read.write(into, from, count);
      }
      return count;
    }
  }
}
