package dev.dynogrid.core.build.python;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.build.tool.WebCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Python: what the app needs in a virtual environment that sees the system's packages too; static
 * files of Django; the web process is a server for the WSGI or ASGI app that the sources hold.
 */
public final class PythonBuildpack implements Buildpack {
  private static final List<String> MARKERS =
      List.of(
          "requirements.txt",
          "Pipfile",
          "Pipfile.lock",
          "poetry.lock",
          "uv.lock",
          "pyproject.toml",
          "setup.py",
          "manage.py");
  private static final List<String> MODULES = List.of("app.py", "main.py", "wsgi.py");
  private static final Set<String> PROGRAMS = Set.of("python", "flask", "gunicorn", "uvicorn");

  @Override
  public String name() {
    return "python";
  }

  @Override
  public String version() {
    try {
      List<String> versions = new ArrayList<>(List.of("1"));
      for (Interpreters.Found found : Interpreters.onThisMachine()) {
        versions.add(found.program() + " " + Files.getLastModifiedTime(found.program()));
      }
      return String.join(" ", versions);
    } catch (IOException e) {
      throw new UncheckedIOException("the interpreters of this machine cannot be listed", e);
    }
  }

  @Override
  public Optional<String> detect(Path app) throws IOException {
    boolean marked = MARKERS.stream().anyMatch(file -> Files.isRegularFile(app.resolve(file)));
    return marked || isPlain(app) ? Optional.of("Python") : Optional.empty();
  }

  /** Sources alone count if nothing says how they are run, or if it is by a program we bring. */
  private static boolean isPlain(Path app) throws IOException {
    boolean module = MODULES.stream().anyMatch(file -> Files.isRegularFile(app.resolve(file)));
    boolean procfile = Files.isRegularFile(app.resolve("Procfile"));
    return module
        && (procfile
            ? WebCommand.program(app).filter(PROGRAMS::contains).isPresent()
            : !Files.isRegularFile(app.resolve("index.html")));
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
    Path app = context.appDirectory();
    AppSources sources = new AppSources(app);
    Manifest manifest =
        Manifest.choose(
            file -> Files.isRegularFile(app.resolve(file)), sources.text("pyproject.toml"));
    List<String> unused = Manifest.unused(file -> Files.isRegularFile(app.resolve(file)), manifest);
    if (!unused.isEmpty()) {
      context.output().warning(manifest.file() + " is followed, not " + String.join(", ", unused));
    }
    VirtualEnvironment environment = new VirtualEnvironment(context, manifest);
    environment.install();
    Optional<WebApp> django = WebApp.django(sources);
    if (django.isPresent()) {
      prepare(context, django.get(), sources);
    }
    return new BuildpackResult(
        processTypes(context, sources, environment),
        PythonEnvironment.ofApp(app),
        List.of(VirtualEnvironment.PROGRAMS));
  }

  private static void prepare(BuildContext context, WebApp project, AppSources sources)
      throws IOException, InterruptedException {
    String folder = project.folder().isEmpty() ? "" : project.folder() + "/";
    List<String> settings = sources.settings(project);
    if (DjangoStatic.hasNoHosts(settings)) {
      context
          .output()
          .warning(
              "ALLOWED_HOSTS of the settings is empty: with DEBUG off, Django answers every request"
                  + " with 400; name the app's domains there");
    }
    Optional<String> disabled =
        Optional.ofNullable(context.environment().get("DISABLE_COLLECTSTATIC"));
    if (!DjangoStatic.isWanted(settings, disabled)) {
      return;
    }
    context.output().step("Collecting the static files of Django");
    Map<String, String> environment =
        new HashMap<>(PythonEnvironment.ofApp(context.appDirectory()));
    environment.putAll(context.environment());
    environment.put(
        "PATH",
        context.appDirectory().resolve(VirtualEnvironment.PROGRAMS)
            + ":"
            + context.environment().get("PATH"));
    CommandResult result =
        context.capture(
            List.of("python", folder + "manage.py", "collectstatic", "--noinput"), environment);
    result.output().lines().forEach(context.output()::detail);
    if (!result.succeeded()) {
      throw new BuildFailedException(
          "manage.py collectstatic exited with status "
              + result.status()
              + ": mend what it says above (a config var may be missing), or set the config var"
              + " DISABLE_COLLECTSTATIC=1");
    }
  }

  private static Map<ProcessType, String> processTypes(
      BuildContext context, AppSources sources, VirtualEnvironment environment) {
    if (!context.procfile().isEmpty()) {
      return Map.of();
    }
    WebApp app =
        WebApp.find(sources)
            .orElseThrow(
                () ->
                    new BuildFailedException(
                        "no web app found in app.py, main.py, wsgi.py or manage.py: add a Procfile"
                            + " (web: command) to say how the app is run"));
    ServeCommand command = ServeCommand.of(app, environment::has);
    context.output().detail("Serving " + app.kind() + " " + app.target() + ": " + command.line());
    command.warning().ifPresent(context.output()::warning);
    return Map.of(ProcessType.WEB, command.line());
  }

  /** The sources in the app's folder. */
  private record AppSources(Path app) implements WebApp.Sources {
    private static final long MOST_BYTES = 1024 * 1024;

    @Override
    public Optional<String> text(String file) {
      Path path = app.resolve(file);
      try {
        return Files.isRegularFile(path) && Files.size(path) <= MOST_BYTES
            ? Optional.of(new String(Files.readAllBytes(path), StandardCharsets.UTF_8))
            : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> folders() {
      try (Stream<Path> all = Files.list(app)) {
        return all.filter(Files::isDirectory)
            .map(path -> path.getFileName().toString())
            .filter(name -> name.matches("[A-Za-z_]\\w*"))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The settings of a Django project, be they a module or a package. */
    List<String> settings(WebApp project) throws IOException {
      Path home = app.resolve(project.folder());
      List<String> texts = new ArrayList<>();
      try (Stream<Path> files =
          Files.find(
              home,
              4,
              (path, attributes) ->
                  attributes.isRegularFile()
                      && path.toString().endsWith(".py")
                      && path.toString().substring(home.toString().length()).contains("settings")
                      && !path.startsWith(app.resolve(".dynogrid")))) {
        for (Path file : files.toList()) {
          text(app.relativize(file).toString()).ifPresent(texts::add);
        }
      }
      return texts;
    }
  }
}
