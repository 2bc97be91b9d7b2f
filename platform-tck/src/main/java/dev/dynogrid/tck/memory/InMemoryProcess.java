package dev.dynogrid.tck.memory;

import dev.dynogrid.api.runtime.DynoSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;

/** What an {@link InMemoryProgram} finds around it. */
public interface InMemoryProcess {
  /** The dyno that it is. */
  DynoSpec spec();

  /** The environment, as a process would see it. */
  Map<String, String> environment();

  /** The files of the slug, by their path. */
  Map<String, byte[]> files();

  /** {@code $PORT}; an error if the dyno has none. */
  int port();

  /** Prints a line to the log, or to the one who is attached. */
  void print(String line);

  /** What the one who is attached writes. */
  InputStream stdin();

  /** What the one who is attached reads. */
  OutputStream stdout();

  /** What the one who is attached reads as errors. */
  OutputStream stderr();

  /** Opens {@code $PORT} on the loopback address; closed when the dyno ends. */
  default ServerSocket listen() throws IOException {
    ServerSocket server = new ServerSocket(port(), 50, InetAddress.getLoopbackAddress());
    closeAtEnd(server);
    listens();
    return server;
  }

  /** Says that it listens on {@code $PORT}. */
  void listens();

  /** Closes something when the dyno has ended, whatever ended it. */
  void closeAtEnd(AutoCloseable open);

  /** Waits until a signal interrupts it. */
  void awaitSignal() throws InterruptedException;

  /** Waits for a time, or until a signal interrupts it. */
  void pause(Duration time) throws InterruptedException;

  /** From now on SIGTERM does nothing. */
  void ignoreTerm();

  /** Ends the dyno with a status after a time, unless it has ended by then. */
  void exitAfter(Duration time, int status);
}
