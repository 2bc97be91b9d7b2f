package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.ProcessType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app is by its files, and how it is run. */
class RubyAppTest {
  @TempDir Path app;

  @Test
  void aConfigRuAloneRunsUnderPumaOrWebrick() throws Exception {
    write("config.ru", "run 1");
    assertThat(web(true)).isEqualTo("exec puma -b tcp://0.0.0.0:$PORT config.ru");
    assertThat(web(false)).startsWith("exec rackup -s webrick -o 0.0.0.0 -p $PORT");
  }

  @ParameterizedTest
  @CsvSource({
    "puma, puma -b tcp://0.0.0.0:$PORT config.ru",
    "unicorn, unicorn -l 0.0.0.0:$PORT config.ru",
    "thin, thin start -R config.ru -a 0.0.0.0 -p $PORT",
  })
  void theServerIsTheOneOfTheGemfile(String gem, String command) throws Exception {
    write("config.ru", "run 1");
    gems(gem);
    assertThat(web(true)).isEqualTo("exec bundle exec " + command);
    assertThat(RubyApp.look(app).lacksServer()).isFalse();
  }

  @Test
  void aGemfileWithoutServerIsToldFrom() throws Exception {
    write("config.ru", "run 1");
    gems("rack");
    assertThat(RubyApp.look(app).lacksServer()).isTrue();
  }

  @Test
  void pumasConfigIsUsedButThePortIsThePlatforms() throws Exception {
    write("config.ru", "run 1");
    write("config/puma.rb", "port 9999");
    gems("puma");
    assertThat(web(true))
        .isEqualTo("exec bundle exec puma -C config/puma.rb -b tcp://0.0.0.0:$PORT config.ru");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "require 'sinatra'\nget('/') { 1 }",
        "  require \"sinatra\"\n",
        "require('sinatra')",
        "require 'sinatra/base'\nclass A < Sinatra::Base\n  run! if app_file == $0\nend",
      })
  void aFileThatStartsSinatraIsAnAppByItself(String source) throws Exception {
    write("hello.rb", source);
    assertThat(RubyApp.look(app).isRuby()).isTrue();
    assertThat(web(true)).isEqualTo("exec ruby hello.rb -o 0.0.0.0 -p $PORT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# require 'sinatra'",
        "require 'sinatra/base'\nclass A < Sinatra::Base\nend",
        "require 'sinatra/json'",
        "puts 1",
      })
  void aFileThatOnlyMentionsSinatraIsNot(String source) throws Exception {
    write("hello.rb", source);
    assertThat(RubyApp.look(app).isRuby()).isFalse();
  }

  @Test
  void theUsualNameIsTakenFirstAndConfigRuBeforeAnyFile() throws Exception {
    write("aaa.rb", "require 'sinatra'");
    write("app.rb", "require 'sinatra'");
    gems("sinatra", "puma");
    assertThat(web(true)).isEqualTo("exec ruby -rbundler/setup app.rb -o 0.0.0.0 -p $PORT");
    write("config.ru", "run 1");
    assertThat(web(true)).startsWith("exec bundle exec puma");
  }

  @Test
  void railsIsKnownByItsLayoutAndHasItsConsole() throws Exception {
    write("config.ru", "run 1");
    write("config/application.rb", "");
    write("config/environment.rb", "");
    write("Rakefile", "");
    gems("railties", "webrick");
    assertThat(RubyApp.look(app).framework()).contains("Rails");
    assertThat(web(true))
        .isEqualTo("exec bundle exec rails server -b 0.0.0.0 -p $PORT -e $RAILS_ENV");
    write("bin/rails", "");
    assertThat(web(true)).isEqualTo("exec ruby bin/rails server -b 0.0.0.0 -p $PORT -e $RAILS_ENV");
    assertThat(RubyApp.look(app).processTypes(true))
        .containsEntry(new ProcessType("console"), "ruby bin/rails console")
        .containsEntry(new ProcessType("rake"), "bundle exec rake");
    gems("railties", "puma");
    write("config/puma.rb", "");
    assertThat(web(true)).startsWith("exec bundle exec puma -C config/puma.rb");
  }

  @Test
  void otherFilesAreNoRubyApp() throws Exception {
    write("index.html", "");
    assertThat(RubyApp.look(app).isRuby()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | Rake::Task['assets:precompile']",
        "true | namespace :assets do task precompile: :environment do end end",
        "false | namespace :assets do task :clean do end end",
        "false | task :default",
      })
  void anAssetStepIsReadFromTheRakefile(boolean declared, String rakefile) {
    assertThat(RailsAssets.declared(rakefile)).isEqualTo(declared);
  }

  @Test
  void assetsThatAreInGitAreNotMadeAgain() throws Exception {
    gems("sprockets-rails");
    assertThat(RailsAssets.wanted(app, RubyApp.look(app).lock())).isTrue();
    write("public/assets/.sprockets-manifest-1.json", "{}");
    assertThat(RailsAssets.wanted(app, RubyApp.look(app).lock())).isFalse();
  }

  private String web(boolean pumaInstalled) throws IOException {
    return RubyApp.look(app).processTypes(pumaInstalled).get(ProcessType.WEB);
  }

  private void gems(String... names) throws IOException {
    write("Gemfile", "");
    StringBuilder lock = new StringBuilder("GEM\n  specs:\n");
    for (String name : names) {
      lock.append("    ").append(name).append(" (1.0)\n");
    }
    write("Gemfile.lock", lock.toString());
  }

  private void write(String file, String text) throws IOException {
    Path path = app.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
