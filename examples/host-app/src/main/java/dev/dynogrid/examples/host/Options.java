package dev.dynogrid.examples.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was said on the command line. */
record Options(
    int port,
    int controlPort,
    Path data,
    String domain,
    String listen,
    List<String> buildpacks,
    List<Path> deploys) {
  static final String USAGE =
      """
      usage: bin/host [--port 8080] [--control-port 9090] [--data DIR] [--domain localhost]
                      [--listen ADDRESS] [--buildpack DIR|URL|NAME ...]
                      [--deploy DIR ...]

        --port          where requests to apps arrive; 0 for any free port
        --control-port  where git listens; 0 for any free port
        --data          where everything is kept (default: ./data)
        --domain        apps are served under <name>.<domain>
        --listen        the address to listen on (default: 127.0.0.1, this machine only)
        --buildpack     for all apps that it fits: the folder or the git URL (#branch, tag or commit)
                        of a classic buildpack, or a built-in one's name; may be repeated
        --deploy        pushes that folder through git once the platform is ready; may be repeated

      The environment variable DYNOGRID_API_KEY sets the password of git.
      """;

  private static final int HIGHEST_PORT = 65_535;

  /** Something on the command line that cannot be taken. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) {
    int port = 8080;
    int controlPort = 9090;
    Path data = Path.of("data");
    String domain = "localhost";
    String listen = "127.0.0.1";
    List<String> buildpacks = new ArrayList<>();
    List<Path> deploys = new ArrayList<>();
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      String option = left.pop();
      switch (option) {
        case "--port" -> port = port(option, value(option, left));
        case "--control-port" -> controlPort = port(option, value(option, left));
        case "--data" -> data = Path.of(value(option, left));
        case "--domain" -> domain = value(option, left);
        case "--listen" -> listen = value(option, left);
        case "--buildpack" -> values(option, left).forEach(v -> buildpacks.add(buildpack(v)));
        case "--deploy" -> values(option, left).forEach(v -> deploys.add(Path.of(v)));
        default -> throw new UsageException("unknown option: " + option + "\n\n" + USAGE);
      }
    }
    return new Options(
        port, controlPort, data, domain, listen, List.copyOf(buildpacks), List.copyOf(deploys));
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty() || left.peek().startsWith("--")) {
      throw new UsageException(option + ": no value (expected: one after it)");
    }
    return left.pop();
  }

  private static List<String> values(String option, Deque<String> left) {
    List<String> values = new ArrayList<>(List.of(value(option, left)));
    while (!left.isEmpty() && !left.peek().startsWith("--")) {
      values.add(left.pop());
    }
    return values;
  }

  /** A folder is meant as seen from here. */
  private static String buildpack(String text) {
    boolean folder = text.startsWith(".") || Files.isDirectory(Path.of(text));
    return folder ? Path.of(text).toAbsolutePath().normalize().toString() : text;
  }

  private static int port(String option, String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > HIGHEST_PORT) {
      throw new UsageException(option + ": " + text + " (expected: 0 to 65535)");
    }
    return Integer.parseInt(text);
  }
}
