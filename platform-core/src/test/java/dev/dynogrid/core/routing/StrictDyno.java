package dev.dynogrid.core.routing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A dyno that takes requests in one form only, and remembers what it could not read. It answers
 * whole requests, one after the other, and keeps its connections.
 */
final class StrictDyno implements AutoCloseable {
  /** What it says to a request, as it stands on the wire. */
  interface Answer {
    /** The bytes; the connection is closed after them if {@code closes}. */
    record Bytes(byte[] bytes, boolean closes) {
      static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.ISO_8859_1), false);
      }
    }

    Bytes to(RawMessage request);
  }

  private final ServerSocket server;
  private final Answer answer;
  private final List<RawMessage> requests = new CopyOnWriteArrayList<>();
  private final List<String> unreadable = new CopyOnWriteArrayList<>();

  StrictDyno(Answer answer) throws IOException {
    this.answer = answer;
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "strict-dyno");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      StrictReader in = new StrictReader(new BufferedInputStream(socket.getInputStream()));
      OutputStream out = socket.getOutputStream();
      for (RawMessage request = in.request(); request != null; request = in.request()) {
        requests.add(request);
        Answer.Bytes said = answer.to(request);
        out.write(said.bytes());
        out.flush();
        if (said.closes()) {
          return;
        }
      }
    } catch (StrictReader.RefusedMessage e) {
      unreadable.add(e.getMessage());
    } catch (EOFException e) {
      // The mesh has cut off a request that it found wrong in the middle.
    } catch (IOException e) {
      // Cut by the mesh while something was written.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Whole requests. */
  List<RawMessage> requests() {
    return requests;
  }

  /** Why others were none. */
  List<String> unreadable() {
    return unreadable;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
