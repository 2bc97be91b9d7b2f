package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.core.build.tool.AppFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A file for each program of an app's gems, as Bundler's own {@code bundle binstubs} would write
 * it. {@code bundle exec puma} finds it and loads it into its own process, as it is a Ruby script
 * by its first line; a distribution's {@code /usr/bin/puma} it would start as another process, and
 * Ruby, RubyGems and Bundler with it a second time.
 */
final class Binstubs {
  static final String FOLDER = ".dynogrid/bin";

  private static final String LIST =
      "Gem.loaded_specs.each_value { |s| next if s.name == 'bundler'; s.executables.each { |e|"
          + " puts \"#{s.name} #{e}\" } }";
  private static final String STUB =
      """
      #!/usr/bin/env ruby
      require "bundler/setup"
      load Gem.bin_path("%s", "%s")
      """;

  private Binstubs() {}

  /** The programs of the gems that are installed for the app, a line each: gem and program. */
  static String list(BuildContext context, Map<String, String> environment)
      throws IOException, InterruptedException {
    CommandResult result =
        context.capture(List.of("ruby", "-W0", "-rbundler/setup", "-e", LIST), environment);
    return result.succeeded() ? result.output() : "";
  }

  static void write(Path app, String list) throws IOException {
    for (String line : list.lines().toList()) {
      if (line.matches("[A-Za-z0-9_.-]+ [A-Za-z0-9_][A-Za-z0-9_.-]*")) {
        String[] words = line.split(" ");
        String stub = FOLDER + "/" + words[1];
        AppFile.write(app, stub, STUB.formatted(words[0], words[1]));
        Files.setPosixFilePermissions(
            app.resolve(stub), PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }
}
