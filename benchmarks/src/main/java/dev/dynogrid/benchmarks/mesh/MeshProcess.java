package dev.dynogrid.benchmarks.mesh;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link MeshUnderTest} as seen from the benchmark. */
final class MeshProcess implements AutoCloseable {
  private final Server server;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  private MeshProcess(Server server, BufferedReader answers, BufferedWriter commands) {
    this.server = server;
    this.answers = answers;
    this.commands = commands;
  }

  /** Starts it with the options of the JVM that the example host app has. */
  static MeshProcess start(Path project, Path work, int origin, int threads, int dynos)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("@" + project.resolve("bin/jvm.options"));
    String more = System.getenv("DYNOGRID_BENCH_JVM");
    if (more != null) {
      command.addAll(List.of(more.split(" ", -1)));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MeshUnderTest.class.getName());
    command.add(Integer.toString(origin));
    command.add(Integer.toString(threads));
    command.add(work.resolve("access.log").toString());
    command.add(Integer.toString(dynos));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
    String port = answers.readLine();
    if (port == null) {
      throw new IOException("the mesh did not start: see above");
    }
    Server server = new Server("mesh", process, Integer.parseInt(port));
    return new MeshProcess(
        server.awaitListening(), answers, process.outputWriter(StandardCharsets.UTF_8));
  }

  Server server() {
    return server;
  }

  /** Has it begin with something that is answered later. */
  void say(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  /** What it says to that. */
  String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the mesh ended: see above");
    }
    return answer;
  }

  /** The numbers that a command is answered with. */
  double[] ask(String command) throws IOException {
    say(command);
    String[] words = answer().split(" ", -1);
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Double.parseDouble(words[i]);
    }
    return numbers;
  }

  @Override
  public void close() {
    server.close();
  }
}
