package dev.dynogrid.core.build;

import dev.dynogrid.api.model.ProcessType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Ruby app is, by its files.
 *
 * @param gemfile whether its gems are Bundler's
 * @param lock which gems those are
 * @param rack whether it has a {@code config.ru}
 * @param rails whether it is laid out as Rails wants it
 * @param railsProgram whether it has a {@code bin/rails}
 * @param pumaConfig whether it has a {@code config/puma.rb}
 * @param rakefile whether it has a {@code Rakefile}
 * @param script the file at its top that is a Sinatra app by itself
 */
record RubyApp(
    boolean gemfile,
    GemfileLock lock,
    boolean rack,
    boolean rails,
    boolean railsProgram,
    boolean pumaConfig,
    boolean rakefile,
    Optional<String> script) {
  private static final ProcessType CONSOLE = new ProcessType("console");
  private static final ProcessType RAKE = new ProcessType("rake");
  private static final Pattern CLASSIC =
      Pattern.compile("(?m)^\\s*require\\s*\\(?\\s*['\"]sinatra['\"]");
  private static final Pattern MODULAR =
      Pattern.compile("(?m)^\\s*require\\s*\\(?\\s*['\"]sinatra/base['\"]");
  private static final Pattern RUNS_ITSELF = Pattern.compile("\\brun!");
  private static final List<String> USUAL = List.of("app.rb", "main.rb", "server.rb", "web.rb");

  private static final Server PUMA = new Server("puma", "puma -b tcp://0.0.0.0:$PORT config.ru");
  private static final Server WEBRICK =
      new Server("webrick", "rackup -s webrick -o 0.0.0.0 -p $PORT config.ru");

  /** Servers of Rack apps, the one to prefer first. */
  private static final List<Server> SERVERS =
      List.of(
          PUMA,
          new Server("unicorn", "unicorn -l 0.0.0.0:$PORT config.ru"),
          new Server("thin", "thin start -R config.ru -a 0.0.0.0 -p $PORT"),
          new Server("falcon", "falcon serve --bind http://0.0.0.0:$PORT -c config.ru"),
          WEBRICK);

  private record Server(String gem, String command) {}

  static RubyApp look(Path app) throws IOException {
    return new RubyApp(
        has(app, "Gemfile"),
        GemfileLock.parse(SourceText.of(app, GemfileLock.NAME)),
        has(app, "config.ru"),
        has(app, "config/application.rb") && has(app, "config/environment.rb"),
        has(app, "bin/rails"),
        has(app, "config/puma.rb"),
        has(app, "Rakefile"),
        script(app));
  }

  private static boolean has(Path app, String file) {
    return Files.isRegularFile(app.resolve(file));
  }

  /** The usual names first: an app may well have more than one file that says it needs Sinatra. */
  private static Optional<String> script(Path app) throws IOException {
    List<String> files;
    try (Stream<Path> all = Files.list(app)) {
      files =
          all.map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".rb"))
              .sorted()
              .toList();
    }
    for (String name :
        Stream.concat(USUAL.stream().filter(files::contains), files.stream()).toList()) {
      if (runsSinatra(SourceText.of(app, name))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** Classic apps run when they are loaded; modular ones if they say so. */
  static boolean runsSinatra(String source) {
    return CLASSIC.matcher(source).find()
        || (MODULAR.matcher(source).find() && RUNS_ITSELF.matcher(source).find());
  }

  boolean isRuby() {
    return gemfile || rack || script.isPresent();
  }

  /** The framework, as people call it. */
  Optional<String> framework() {
    if (rails) {
      return Optional.of("Rails");
    } else if (lock.has("sinatra") || script.isPresent()) {
      return Optional.of("Sinatra");
    }
    return rack ? Optional.of("Rack") : Optional.empty();
  }

  /**
   * The types that it has without a Procfile.
   *
   * @param pumaInstalled whether an app without a Gemfile can have Puma
   */
  Map<ProcessType, String> processTypes(boolean pumaInstalled) {
    Map<ProcessType, String> types = new HashMap<>();
    web(pumaInstalled).ifPresent(command -> types.put(ProcessType.WEB, "exec " + command));
    if (rails) {
      types.put(CONSOLE, railsCommand("console"));
    }
    if (rakefile && gemfile) {
      types.put(RAKE, "bundle exec rake");
    }
    return types;
  }

  /** Whether Bundler would let no web server be found. */
  boolean lacksServer() {
    return gemfile
        && (rack || rails || script.isPresent())
        && SERVERS.stream().noneMatch(server -> lock.has(server.gem()));
  }

  private Optional<String> web(boolean pumaInstalled) {
    if (rails && !(pumaConfig && lock.has("puma"))) {
      return Optional.of(railsCommand("server -b 0.0.0.0 -p $PORT -e $RAILS_ENV"));
    } else if (rack) {
      String server = server(pumaInstalled);
      return Optional.of(gemfile ? "bundle exec " + server : server);
    }
    // Not by "bundle exec", which would start Ruby twice.
    return script.map(
        file -> "ruby " + (gemfile ? "-rbundler/setup " : "") + file + " -o 0.0.0.0 -p $PORT");
  }

  private String server(boolean pumaInstalled) {
    if (!gemfile) {
      return (pumaInstalled ? PUMA : WEBRICK).command();
    } else if (lock.has("puma") && pumaConfig) {
      return "puma -C config/puma.rb -b tcp://0.0.0.0:$PORT config.ru";
    }
    return SERVERS.stream()
        .filter(server -> lock.has(server.gem()))
        .findFirst()
        .orElse(WEBRICK)
        .command();
  }

  private String railsCommand(String arguments) {
    return (railsProgram ? "ruby bin/rails " : "bundle exec rails ") + arguments;
  }
}
