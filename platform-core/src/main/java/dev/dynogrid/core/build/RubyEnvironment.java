package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Defaults for the environment of Ruby apps, as the field sets them. Config vars win. */
final class RubyEnvironment {
  /** Groups of a Gemfile that production does without. */
  static final String WITHOUT = "development:test";

  private static final int SECRET_BYTES = 64;

  private RubyEnvironment() {}

  /** What the app's dynos find. */
  static Map<String, String> of(RubyApp app, BuildContext context) throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("RACK_ENV", "production");
    all.put("MALLOC_ARENA_MAX", "2");
    all.put("RUBYOPT", "-W:no-deprecated");
    if (app.gemfile()) {
      all.put("BUNDLE_WITHOUT", WITHOUT);
      all.put("BUNDLE_SILENCE_ROOT_WARNING", "true");
    }
    if (app.rails()) {
      all.put("RAILS_ENV", "production");
      all.put("RAILS_LOG_TO_STDOUT", "enabled");
      all.put("RAILS_SERVE_STATIC_FILES", "enabled");
      if (!context.environment().containsKey("SECRET_KEY_BASE")) {
        all.put("SECRET_KEY_BASE", secret(context.cacheDirectory()));
      }
    }
    return all;
  }

  /** Sets what the app's owner has not set. */
  static void addDefault(
      Map<String, String> environment, String name, String value, BuildContext context) {
    if (!context.environment().containsKey(name)) {
      environment.put(name, value);
    }
  }

  /** Made once for the app: with another one, whoever is signed in would not be any more. */
  private static String secret(Path cache) throws IOException {
    Path file = cache.resolve("ruby").resolve("secret-key-base");
    if (!Files.exists(file)) {
      byte[] bytes = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(bytes);
      Files.createDirectories(file.getParent());
      Path beside = file.resolveSibling("secret-key-base.new");
      Files.deleteIfExists(beside);
      Files.createFile(
          beside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(beside, HexFormat.of().formatHex(bytes), StandardOpenOption.SYNC);
      Files.move(beside, file);
    }
    return Files.readString(file);
  }
}
