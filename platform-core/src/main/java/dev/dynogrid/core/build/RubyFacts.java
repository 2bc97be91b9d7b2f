package dev.dynogrid.core.build;

import com.google.common.hash.Hashing;
import dev.dynogrid.api.build.BuildContext;
import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * This machine's Ruby.
 *
 * @param version such as 3.1.2
 * @param api the version that gems are installed for, such as 3.1.0
 * @param bundler the version of Bundler; empty if it is not there
 */
record RubyFacts(String version, String api, String bundler) {
  private static final String SCRIPT =
      "puts RUBY_VERSION, RbConfig::CONFIG['ruby_version'],"
          + " Gem::Specification.find_all_by_name('bundler').map(&:version).max.to_s";

  /** Asks Ruby, once for each of its versions: it takes a tenth of a second to start. */
  static RubyFacts ask(BuildContext context, String toolVersion)
      throws IOException, InterruptedException {
    String key = Hashing.sha256().hashString(toolVersion, StandardCharsets.UTF_8).toString();
    Path known = context.cacheDirectory().resolve("ruby").resolve("facts-" + key);
    if (!Files.exists(known)) {
      CommandResult result = context.capture(List.of("ruby", "-W0", "-e", SCRIPT), Map.of());
      if (!result.succeeded()) {
        throw new BuildFailedException("ruby does not work on this machine: " + result.output());
      }
      Files.createDirectories(known.getParent());
      Files.writeString(known, result.output());
    }
    return parse(Files.readString(known));
  }

  static RubyFacts parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 3) {
      throw new BuildFailedException("ruby does not say what it is: " + text.strip());
    }
    return new RubyFacts(lines[0].strip(), lines[1].strip(), lines[2].strip());
  }
}
