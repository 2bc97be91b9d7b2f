package dev.dynogrid.core.build.python;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.core.build.tool.AppFile;
import dev.dynogrid.core.build.tool.CachedFolder;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The virtual environment of one app during one build: it sees the interpreter's own packages, and
 * has those that are not among them. It knows no path but the interpreter's, so that it is kept for
 * the next build and works wherever that lies.
 */
final class VirtualEnvironment {
  static final String FOLDER = ".dynogrid/venv";
  static final String PROGRAMS = FOLDER + "/bin";

  private static final String SCRIPT = "environment.py";
  private static final String EXPORTED = ".dynogrid/requirements.txt";
  private static final int MOST_TRIED = 6;

  private final BuildContext context;
  private final Path app;
  private final Manifest manifest;

  VirtualEnvironment(BuildContext context, Manifest manifest) {
    this.context = context;
    this.app = context.appDirectory();
    this.manifest = manifest;
  }

  /** Whether a program can be started by its name alone. */
  boolean has(String program) {
    return Files.isExecutable(app.resolve(PROGRAMS).resolve(program));
  }

  void install() throws IOException, InterruptedException {
    List<Interpreters.Found> all = Interpreters.onThisMachine();
    if (all.isEmpty()) {
      throw new BuildFailedException(
          "python3 not found: install python3 on the machine that compiles");
    }
    Optional<String> wanted = Interpreters.wanted(text(".python-version"), text("runtime.txt"));
    RequirementFiles files = RequirementFiles.of(app, manifest);
    CachedFolder cached = CachedFolder.of(context, FOLDER, facts(all), files.names());
    if (files.decideAll() && cached.restore()) {
      context
          .output()
          .step(
              "Using the Python packages of the last build: nothing that decides them has changed");
      return;
    }
    install(all, wanted);
    if (files.decideAll()) {
      cached.keep();
    }
  }

  /** Packages that the system has are as much an input as the interpreters are. */
  private static List<String> facts(List<Interpreters.Found> all) throws IOException {
    List<String> facts = new ArrayList<>(List.of("1"));
    for (Interpreters.Found found : all) {
      facts.add(Tools.version(found.program().toString()));
    }
    for (String folder : List.of("/usr/lib/python3/dist-packages", "/usr/local/lib")) {
      Path path = Path.of(folder);
      facts.add(Files.exists(path) ? Files.getLastModifiedTime(path).toString() : "none");
    }
    return facts;
  }

  private Optional<String> text(String file) throws IOException {
    Path path = app.resolve(file);
    return Files.isRegularFile(path) ? Optional.of(Files.readString(path)) : Optional.empty();
  }

  private void install(List<Interpreters.Found> all, Optional<String> wanted)
      throws IOException, InterruptedException {
    String source = source();
    List<Choice.Candidate> candidates = new ArrayList<>();
    for (Interpreters.Found found : Interpreters.inOrder(all, wanted)) {
      boolean enough = candidates.stream().anyMatch(Choice.Candidate::hasAll);
      if (!enough && candidates.size() < MOST_TRIED) {
        Look.of(script(found.program().toString(), "look", source))
            .ifPresent(look -> candidates.add(new Choice.Candidate(found, look)));
      }
    }
    Choice choice =
        Choice.of(candidates, wanted)
            .orElseThrow(
                () -> new BuildFailedException("no Python interpreter of this machine works here"));
    try {
      install(choice.first(), wanted, source);
    } catch (BuildFailedException e) {
      if (choice.otherwise().isEmpty()) {
        throw e;
      }
      context.output().warning(String.valueOf(e.getMessage()));
      install(choice.otherwise().get(), wanted, source);
    }
  }

  private void install(Choice.Candidate chosen, Optional<String> wanted, String source)
      throws IOException, InterruptedException {
    String version = chosen.look().version();
    String program = chosen.interpreter().program().toString();
    if (wanted.isPresent() && !Interpreters.fits(version, wanted.get())) {
      context.output().warning("the app asks for Python " + wanted.get() + ", and gets " + version);
    }
    context.output().step("Using Python " + version + " (" + program + ")");
    CommandResult made = script(program, "make", source);
    if (!made.succeeded()) {
      made.output().lines().forEach(context.output()::detail);
      throw new BuildFailedException("the virtual environment could not be made by " + program);
    }
    if (chosen.hasAll() && manifest.kind() != Manifest.Kind.SETUP) {
      if (!chosen.look().wanted().isEmpty()) {
        context.output().detail("This interpreter has all that " + manifest.file() + " asks for");
      }
      return;
    }
    installByPip(chosen.look());
  }

  private void installByPip(Look look) throws IOException, InterruptedException {
    if (!look.pip()) {
      throw new BuildFailedException(
          "pip not found, which is to install "
              + String.join(", ", look.missing())
              + ": install python3-pip, or these packages, on the machine that compiles");
    }
    context.output().step("Installing requirements with pip");
    look.missing().forEach(missing -> context.output().detail("to install: " + missing));
    List<String> command = new ArrayList<>(List.of(PROGRAMS + "/python", "-m", "pip", "install"));
    switch (manifest.kind()) {
      case REQUIREMENTS -> command.addAll(List.of("-r", manifest.file()));
      case PROJECT -> command.addAll(look.wanted());
      case SETUP -> command.add(".");
      default -> command.addAll(List.of("-r", EXPORTED));
    }
    CommandResult result = context.capture(command, PythonEnvironment.ofPip(context));
    result
        .output()
        .lines()
        .filter(line -> !line.startsWith("Requirement already satisfied"))
        .forEach(context.output()::detail);
    if (!result.succeeded()) {
      throw new BuildFailedException(
          "pip could not install what "
              + manifest.file()
              + " asks for: "
              + String.join(", ", look.missing())
              + "\n"
              + PipFault.of(result.output()).advice());
    }
    CommandResult programs = script(PROGRAMS + "/python", "programs", "none");
    if (!programs.succeeded()) {
      throw new BuildFailedException(
          "the programs of the packages could not be made ready: " + programs.output().strip());
    }
  }

  private CommandResult script(String interpreter, String mode, String source)
      throws IOException, InterruptedException {
    try (@Nullable InputStream script = VirtualEnvironment.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new IllegalStateException("the library lacks its resource " + SCRIPT);
      }
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      return context.capture(
          List.of(interpreter, "-I", "-c", text, mode, FOLDER, source), Map.of());
    }
  }

  /** What the script reads. */
  private String source() throws IOException, InterruptedException {
    return switch (manifest.kind()) {
      case REQUIREMENTS -> "requirements:" + manifest.file();
      case PROJECT -> "project:" + manifest.file();
      case SETUP, NONE -> "none";
      default -> {
        export();
        yield "requirements:" + EXPORTED;
      }
    };
  }

  private void export() throws IOException, InterruptedException {
    List<String> export = manifest.kind().export();
    String program = export.get(0);
    String byHand = " (" + String.join(" ", export) + " > requirements.txt)";
    if (Tools.find(program).isEmpty()) {
      throw new BuildFailedException(
          manifest.file()
              + " is for "
              + program
              + ", which this machine does not have: install it on the machine that compiles, or"
              + " commit a requirements.txt"
              + byHand);
    }
    context.output().step("Reading " + manifest.file() + " with " + program);
    CommandResult result = context.capture(export, PythonEnvironment.ofPip(context));
    if (!result.succeeded()) {
      result.output().lines().forEach(context.output()::detail);
      throw new BuildFailedException(
          String.join(" ", export)
              + " exited with status "
              + result.status()
              + ": see its output above, or commit a requirements.txt"
              + byHand);
    }
    String requirements =
        String.join(
            "\n", result.output().lines().filter(VirtualEnvironment::isRequirement).toList());
    AppFile.write(app, EXPORTED, requirements + "\n");
  }

  /** Tools mix warnings into what they print. */
  private static boolean isRequirement(String line) {
    return Stream.of("-", "#", "git+", "http").anyMatch(line::startsWith)
        || line.matches("[A-Za-z0-9][\\w.-]*\\s*(\\[[^]]*])?\\s*([=<>!~;@].*)?");
  }
}
