package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ruby apps of every kind, pushed by the real git and read through the mesh. */
class RubyAppsIT {
  @TempDir static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    Samples.needProgram("bundle");
    Samples.needGem("puma");
    Samples.needGem("sinatra");
    platform = TestPlatform.start(folder);
  }

  @AfterAll
  static void close() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void aSinatraAppUnderBundleExecIsServedAndSoIsAChangeOfOneLine() throws Exception {
    GitRepo repo = Samples.copy("sinatra-hello", platform.repo("sinatra"));
    assertThat(served(repo, "sinatra")).isEqualTo("Hello from Sinatra\n");
    Path source = repo.folder().resolve("app.rb");
    repo.write("app.rb", Files.readString(source).replace("Hello", "Good day"));
    GitRepo.Result second = repo.deploy();
    assertThat(second.output()).contains("Using the gems of the last build");
    assertThat(platform.get("sinatra", "/").body()).isEqualTo("Good day from Sinatra\n");
  }

  @Test
  void aClassicSinatraFileRunsWithoutProcfileAndConfigRu() throws Exception {
    GitRepo repo =
        platform
            .repo("classic")
            .write("Gemfile", "source 'https://rubygems.org'\ngem 'sinatra'\ngem 'puma'\n")
            .write(
                "app.rb",
                "require 'sinatra'\nget('/') { 'classic ' + settings.environment.to_s }\n");
    assertThat(served(repo, "classic")).isEqualTo("classic production");
  }

  @Test
  void aModularSinatraFileThatRunsItselfNeedsNoMore() throws Exception {
    GitRepo repo =
        platform
            .repo("modular")
            .write("Gemfile", "source 'https://rubygems.org'\ngem 'sinatra'\ngem 'puma'\n")
            .write(
                "server.rb",
                "require 'sinatra/base'\nclass App < Sinatra::Base\n  get('/') { 'modular' }\n"
                    + "  run! if app_file == $0\nend\n");
    assertThat(served(repo, "modular")).isEqualTo("modular");
  }

  @Test
  void railsRunsInProductionWithItsAssetsAndOneSecretForAllItsReleases() throws Exception {
    Samples.needGem("railties");
    Samples.needGem("actionpack");
    GitRepo repo = Samples.copy("rails-minimal", platform.repo("rails"));
    repo.write(
        "app/controllers/hello_controller.rb",
        "class HelloController < ActionController::Base\n"
            + "  def show\n"
            + "    render plain: \"#{Rails.env} #{Rails.application.secret_key_base}\"\n"
            + "  end\n"
            + "end\n");
    String first = served(repo, "rails");
    assertThat(first).matches("production [0-9a-f]{128}");
    assertThat(platform.get("rails", "/assets/app.css").body()).contains("font-family");
    repo.write("README", "changed\n");
    assertThat(served(repo, "rails")).isEqualTo(first);
  }

  @Test
  void aLockOfGemsThatAreNotHereIsRefusedWithTheirNames() throws Exception {
    GitRepo repo =
        platform
            .repo("locked")
            .write("Gemfile", "source 'http://127.0.0.1:1'\ngem 'puma'\n")
            .write(
                "Gemfile.lock",
                "GEM\n  remote: http://127.0.0.1:1/\n  specs:\n    nio4r (99.0.0)\n"
                    + "    puma (99.1.0)\n      nio4r (~> 99.0)\n\nPLATFORMS\n  ruby\n\n"
                    + "DEPENDENCIES\n  puma\n\nBUNDLED WITH\n   2.6.2\n")
            .write("config.ru", "run ->(env) { [200, {}, ['never']] }\n");
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output()).contains("puma 99.1.0 (this machine has ", "vendor/cache");
  }

  @Test
  void aGemfileForAnotherRubyIsRefusedWithWhatToDo() throws Exception {
    GitRepo repo =
        platform
            .repo("otherruby")
            .write("Gemfile", "source 'https://rubygems.org'\nruby '9.9.9'\ngem 'puma'\n")
            .write("config.ru", "run ->(env) { [200, {}, ['never']] }\n");
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output()).contains("9.9.9", "change its line `ruby`");
  }

  @Test
  void aGemOfVendorCacheIsInstalledIntoTheAppAndStaysForTheNextBuild() throws Exception {
    GitRepo repo = platform.repo("vendored");
    buildGem(repo, "greeting");
    repo.write("Gemfile", "source 'http://127.0.0.1:1'\ngem 'puma'\ngem 'greeting'\n")
        .write("Procfile", "web: bundle exec puma -b tcp://0.0.0.0:$PORT config.ru\n")
        .write("config.ru", "require 'greeting'\nrun ->(env) { [200, {}, [GREETING]] }\n");
    assertThat(served(repo, "vendored")).isEqualTo("hello from a gem");
    repo.write("README", "changed\n");
    GitRepo.Result second = repo.deploy();
    assertThat(second.output()).contains("Using the gems of the last build");
    assertThat(platform.get("vendored", "/").body()).isEqualTo("hello from a gem");
  }

  private static String served(GitRepo repo, String app) throws Exception {
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
    return platform.get(app, "/").body();
  }

  private static void buildGem(GitRepo repo, String name) throws Exception {
    Path source = Files.createDirectories(folder.resolve("gem-" + name + "/lib")).getParent();
    Files.writeString(source.resolve("lib/" + name + ".rb"), "GREETING = 'hello from a gem'\n");
    Files.writeString(
        source.resolve(name + ".gemspec"),
        "Gem::Specification.new do |s|\n  s.name = '%s'\n  s.version = '1.0'\n".formatted(name)
            + "  s.summary = s.name\n  s.authors = ['x']\n  s.files = ['lib/%s.rb']\nend\n"
                .formatted(name));
    Path cache = Files.createDirectories(repo.folder().resolve("vendor/cache"));
    Process gem =
        new ProcessBuilder("gem", "build", name + ".gemspec", "-o", cache + "/" + name + "-1.0.gem")
            .directory(source.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(gem.getInputStream().readAllBytes());
    assertThat(gem.waitFor()).as(output).isZero();
  }
}
