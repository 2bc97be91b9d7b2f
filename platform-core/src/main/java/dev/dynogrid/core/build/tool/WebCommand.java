package dev.dynogrid.core.build.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the {@code web} line of a Procfile tells of an app's language, before anything is built. */
public final class WebCommand {
  private static final long MOST_BYTES = 64 * 1024;
  private static final Pattern WEB = Pattern.compile("(?m)^[ \\t]*web:[ \\t]*(\\S.*)$");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=\\S*");

  private WebCommand() {}

  /**
   * The name of the program that it starts, without folders.
   *
   * @return empty if the app has no Procfile, or one without such a line
   */
  public static Optional<String> program(Path app) throws IOException {
    Path file = app.resolve("Procfile");
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      return Optional.empty();
    }
    Matcher web = WEB.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    return web.find() ? Optional.of(program(web.group(1))) : Optional.empty();
  }

  private static String program(String command) {
    for (String word : command.strip().split("\\s+")) {
      if (!ASSIGNMENT.matcher(word).matches() && !word.equals("exec") && !word.equals("env")) {
        return word.substring(word.lastIndexOf('/') + 1);
      }
    }
    return "";
  }
}
