package dev.dynogrid.tck.memory;

import dev.dynogrid.tck.TestApp;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The kit's test app as programs of a machine in memory. */
public class MemoryTestApp implements TestApp {
  /** A machine that knows the programs. */
  public static InMemoryMachine machine() {
    return new InMemoryMachine()
        .withProgram("idle", MemoryTestApp::idle)
        .withProgram("ignore-term", MemoryTestApp::ignoreTerm)
        .withProgram("exit", MemoryTestApp::exit)
        .withProgram("listen", MemoryTestApp::listen)
        .withProgram("print", MemoryTestApp::print)
        .withProgram("print-then-listen", MemoryTestApp::printThenListen)
        .withProgram("print-long", MemoryTestApp::printLong)
        .withProgram("environment", MemoryTestApp::environment)
        .withProgram("read", MemoryTestApp::read)
        .withProgram("write", MemoryTestApp::write)
        .withProgram("copy", MemoryTestApp::copy);
  }

  private static String argument(InMemoryProcess process, int number) {
    return process.spec().command().split(" ", -1)[number];
  }

  private static int number(InMemoryProcess process, int argument) {
    return Integer.parseInt(argument(process, argument));
  }

  private static int idle(InMemoryProcess process) throws InterruptedException {
    process.print("ready");
    process.awaitSignal();
    return 0;
  }

  private static int ignoreTerm(InMemoryProcess process) throws InterruptedException {
    process.ignoreTerm();
    return idle(process);
  }

  private static int exit(InMemoryProcess process) {
    process.print("bye");
    return number(process, 1);
  }

  private static int listen(InMemoryProcess process) throws Exception {
    ServerSocket server = process.listen();
    Thread acceptor = new Thread(() -> accept(server), "memory-test-app");
    acceptor.setDaemon(true);
    acceptor.start();
    process.closeAtEnd(acceptor::join); // until then the system may still take a connection
    process.awaitSignal();
    return 0;
  }

  private static void accept(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (SocketException e) {
      // Closed: the dyno has ended.
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int print(InMemoryProcess process) throws InterruptedException {
    printLines(process);
    process.awaitSignal();
    return 0;
  }

  private static void printLines(InMemoryProcess process) {
    String filler = "x".repeat(number(process, 2));
    for (int i = 1; i <= number(process, 1); i++) {
      process.print("line " + i + " " + filler);
    }
  }

  private static int printThenListen(InMemoryProcess process) throws Exception {
    process.pause(Duration.ofSeconds(1));
    printLines(process);
    return listen(process);
  }

  private static int printLong(InMemoryProcess process) throws InterruptedException {
    process.print("x".repeat(number(process, 1)));
    process.print("end");
    process.awaitSignal();
    return 0;
  }

  private static int environment(InMemoryProcess process) throws InterruptedException {
    String name = argument(process, 1);
    String value = process.environment().get(name);
    process.print(value == null ? name + " is unset" : name + "=" + value);
    process.awaitSignal();
    return 0;
  }

  private static int read(InMemoryProcess process) throws InterruptedException {
    String file = argument(process, 1);
    byte[] content = process.files().get(file);
    process.print(
        content == null
            ? file + " is missing"
            : file + "=" + new String(content, StandardCharsets.UTF_8));
    process.awaitSignal();
    return 0;
  }

  private static int write(InMemoryProcess process) throws InterruptedException {
    try {
      process.files().put(argument(process, 1), new byte[0]);
      process.print("written");
    } catch (UnsupportedOperationException e) {
      process.print("refused");
    }
    process.awaitSignal();
    return 0;
  }

  private static int copy(InMemoryProcess process) throws Exception {
    try (InputStream in = process.stdin()) {
      in.transferTo(process.stdout());
    }
    process.stderr().write("end\n".getBytes(StandardCharsets.UTF_8));
    return number(process, 1);
  }

  @Override
  public Map<String, String> files() {
    return Map.of("data/hello.txt", "hello");
  }

  @Override
  public String idle() {
    return "idle";
  }

  @Override
  public String ignoreTerm() {
    return "ignore-term";
  }

  @Override
  public String exit(int status) {
    return "exit " + status;
  }

  @Override
  public String listen() {
    return "listen";
  }

  /** There are no processes that could be left; a socket is what there is to leave. */
  @Override
  public String listenByOrphan() {
    return "listen";
  }

  @Override
  public String print(int lines, int bytes) {
    return "print " + lines + " " + bytes;
  }

  @Override
  public String printLaterThenListen(int lines, int bytes) {
    return "print-then-listen " + lines + " " + bytes;
  }

  @Override
  public String printLong(int bytes) {
    return "print-long " + bytes;
  }

  @Override
  public String environment(String name) {
    return "environment " + name;
  }

  @Override
  public String read(String file) {
    return "read " + file;
  }

  @Override
  public String write(String file) {
    return "write " + file;
  }

  @Override
  public String copy(int status) {
    return "copy " + status;
  }

  @Override
  public String fill(long bytes) {
    throw new UnsupportedOperationException("there are no limits in memory");
  }

  @Override
  public String fork(int processes) {
    throw new UnsupportedOperationException("there are no limits in memory");
  }

  @Override
  public String terminal() {
    return "terminal";
  }

  @Override
  public String find(String mark, String directory) {
    throw new UnsupportedOperationException("there is no isolation in memory");
  }
}
