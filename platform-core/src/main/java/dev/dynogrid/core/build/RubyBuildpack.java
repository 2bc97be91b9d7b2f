package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.Buildpack;
import dev.dynogrid.api.build.BuildpackResult;
import dev.dynogrid.api.model.ProcessType;
import dev.dynogrid.core.build.tool.AppFile;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ruby: Rails, Rack and Sinatra, with gems by Bundler where there is a Gemfile. {@link RubyApp}
 * tells what an app is and how it is run, {@link GemInstall} gets its gems.
 */
final class RubyBuildpack implements Buildpack {
  private static final String PROFILE = ".profile.d/ruby-rails.sh";
  private static final String FOLDERS = "mkdir -p tmp/pids tmp/cache tmp/sockets\n";

  @Override
  public String name() {
    return "ruby";
  }

  @Override
  public String version() {
    return "2 "
        + Tools.version("ruby")
        + " "
        + Tools.version("bundle")
        + " "
        + Tools.version("puma");
  }

  @Override
  public Optional<String> detect(Path app) throws IOException {
    return RubyApp.look(app).isRuby() ? Optional.of("Ruby") : Optional.empty();
  }

  @Override
  public BuildpackResult compile(BuildContext context) throws IOException, InterruptedException {
    require("ruby", "ruby");
    Path app = context.appDirectory();
    RubyFacts ruby = RubyFacts.ask(context, version());
    warnOfOtherRuby(context, ruby);
    if (Files.isRegularFile(app.resolve("Gemfile"))) {
      require("bundle", "bundler");
      new GemInstall(context, ruby).run(version());
    }
    RubyApp look = RubyApp.look(app);
    look.framework().ifPresent(name -> context.output().detail("It is an app of " + name));
    requireServer(look, context);
    Map<String, String> environment = RubyEnvironment.of(look, context);
    if (look.rails()) {
      AppFile.write(app, PROFILE, FOLDERS);
      if (RailsAssets.wanted(app, look.lock())) {
        RailsAssets.compile(context, look.lock(), environment);
      }
    }
    return new BuildpackResult(
        look.processTypes(Tools.find("puma").isPresent()), environment, programs(app));
  }

  private static void require(String program, String install) {
    if (Tools.find(program).isEmpty()) {
      throw new BuildFailedException(
          program + " not found: install " + install + " on the machine that compiles");
    }
  }

  /** Nothing holds an app to its {@code .ruby-version}; a Gemfile's line is Bundler's matter. */
  private static void warnOfOtherRuby(BuildContext context, RubyFacts ruby) throws IOException {
    String wanted =
        SourceText.of(context.appDirectory(), ".ruby-version").strip().replaceFirst("^ruby-", "");
    if (!wanted.isEmpty() && !ruby.version().startsWith(wanted)) {
      context
          .output()
          .warning(
              ".ruby-version asks for Ruby "
                  + wanted
                  + "; this machine has "
                  + ruby.version()
                  + ", which is used");
    }
  }

  private static void requireServer(RubyApp app, BuildContext context) {
    if (app.lacksServer() && !context.procfile().containsKey(ProcessType.WEB.value())) {
      throw new BuildFailedException(
          "the Gemfile has no web server: add gem \"puma\", run `bundle install`, and commit"
              + " Gemfile and Gemfile.lock");
    }
  }

  private static List<String> programs(Path app) {
    List<String> folders = new ArrayList<>();
    for (String folder : List.of("bin", Binstubs.FOLDER)) {
      if (Files.isDirectory(app.resolve(folder))) {
        folders.add(folder);
      }
    }
    return folders;
  }
}
