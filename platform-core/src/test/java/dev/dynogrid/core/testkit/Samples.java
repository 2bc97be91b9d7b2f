package dev.dynogrid.core.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The sample apps of the examples, and what they need. */
public final class Samples {
  private Samples() {}

  /** Where a sample app is. */
  public static Path folder(String sample) {
    return Path.of("../examples/sample-apps").resolve(sample).toAbsolutePath().normalize();
  }

  /** Puts a sample app into a repository. */
  public static GitRepo copy(String sample, GitRepo repo) throws IOException {
    Path from = folder(sample);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = repo.folder().resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
    return repo;
  }

  /** Skips the test, with a word, where a program is not there. */
  public static void needProgram(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(there, program + " not found: this test is skipped");
  }

  /** Skips the test, with a word, where Ruby lacks a gem. */
  public static void needGem(String gem) throws IOException, InterruptedException {
    needProgram("ruby");
    assumeTrue(
        succeeds("ruby", "-W0", "-e", "Gem::Specification.find_by_name(ARGV[0])", gem),
        "gem " + gem + " not found: this test is skipped");
  }

  /** Skips the test, with a word, where the system's Python lacks a module. */
  public static void needPythonModule(String module) throws IOException, InterruptedException {
    needProgram("python3");
    assumeTrue(
        succeeds("/usr/bin/python3", "-c", "import " + module),
        "the system's Python has no " + module + ": this test is skipped");
  }

  /** Skips the test, with a word, where npm's registry does not answer. */
  public static void needNpmRegistry() throws IOException, InterruptedException {
    needProgram("npm");
    assumeTrue(
        succeeds("npm", "view", "ws", "version", "--fetch-retries=0", "--fetch-timeout=10000"),
        "npm's registry is out of reach: this test is skipped");
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }
}
