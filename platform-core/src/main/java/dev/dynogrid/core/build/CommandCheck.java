package dev.dynogrid.core.build;

import dev.dynogrid.api.model.ProcessType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether the commands of a Procfile can be found. Only what is plain is judged: anything that
 * needs a shell to be understood is left to the check that really starts it.
 */
final class CommandCheck {
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=\\S*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./+@-]+");
  private static final Set<String> BUILTINS =
      Set.of(
          "cd", "echo", "exec", "eval", "export", "set", "unset", "if", "while", "for", "until",
          "case", "test", "trap", "true", "false", "exit", "source", ".", ":", "ulimit", "umask",
          "wait", "read", "printf", "command", "env", "time", "sleep", "kill", "type", "hash");

  private final Path app;
  private final String searchPath;

  CommandCheck(Path app, String searchPath) {
    this.app = app;
    this.searchPath = searchPath;
  }

  void check(Procfile procfile) {
    for (Map.Entry<ProcessType, Procfile.Entry> entry : procfile.entries().entrySet()) {
      String program = program(entry.getValue().command());
      if (PLAIN.matcher(program).matches() && !canBeFound(program)) {
        throw Procfile.fault(
            entry.getValue().line(),
            entry.getKey()
                + ": command not found: "
                + program
                + " (expected: a program of this stack, or an executable file of the app)");
      }
    }
  }

  /** Scripts that run before the command may put anything on its path. */
  private boolean hasProfiles() {
    Path own = app.resolve(ProgramPath.PROFILE);
    if (Files.exists(app.resolve(".profile"))) {
      return true;
    }
    try (DirectoryStream<Path> scripts = Files.newDirectoryStream(own.resolveSibling(""), "*.sh")) {
      for (Path script : scripts) {
        if (!script.equals(own)) {
          return true;
        }
      }
      return false;
    } catch (NotDirectoryException | NoSuchFileException e) {
      // No such scripts, then.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String program(String command) {
    for (String word : command.strip().split("\\s+")) {
      if (!ASSIGNMENT.matcher(word).matches() && !word.equals("exec")) {
        return word;
      }
    }
    return "";
  }

  private boolean canBeFound(String program) {
    if (BUILTINS.contains(program)) {
      return true;
    } else if (program.contains("/")) {
      return Files.isExecutable(app.resolve(program));
    } else if (hasProfiles()) {
      return true;
    }
    for (String directory : searchPath.split(":")) {
      Path base = directory.isEmpty() ? app : app.resolve(directory);
      if (Files.isExecutable(base.resolve(program))) {
        return true;
      }
    }
    return false;
  }
}
