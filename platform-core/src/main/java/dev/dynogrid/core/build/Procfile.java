package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.model.ProcessType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process types that an app declares.
 *
 * @param entries by type, in the order of the file
 */
record Procfile(Map<ProcessType, Entry> entries) {
  static final String NAME = "Procfile";

  private static final long MOST_BYTES = 64 * 1024;
  private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_-]{1,63}):\\s*(.+)");
  private static final List<String> CONFLICT = List.of("<<<<<<<", "=======", ">>>>>>>", "|||||||");

  /**
   * A declared command.
   *
   * @param command a shell line
   * @param line its number in the file
   */
  record Entry(String command, int line) {}

  /** The app's Procfile; empty if it has none. */
  static Optional<Procfile> readFrom(Path app) throws IOException {
    Path file = app.resolve(NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    } else if (Files.size(file) > MOST_BYTES) {
      throw new BuildFailedException("Procfile: larger than 64 KB");
    }
    return Optional.of(parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
  }

  static Procfile parse(String text) {
    Map<ProcessType, Entry> entries = new LinkedHashMap<>();
    String[] lines = text.replace("\uFEFF", "").split("\r\n|\r|\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(line, i + 1, entries);
      }
    }
    if (entries.isEmpty()) {
      throw new BuildFailedException(
          "Procfile: declares nothing (expected: lines like web: command)");
    }
    return new Procfile(Map.copyOf(entries));
  }

  private static void add(String line, int number, Map<ProcessType, Entry> entries) {
    if (CONFLICT.stream().anyMatch(line::startsWith)) {
      throw fault(number, "a merge conflict is left: " + line);
    }
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw fault(number, line + " (expected: type: command, the type of A-Z, a-z, 0-9, _ and -)");
    }
    ProcessType type = new ProcessType(matcher.group(1));
    Entry before = entries.put(type, new Entry(matcher.group(2), number));
    if (before != null) {
      throw fault(number, type + " is declared already in line " + before.line());
    }
  }

  static BuildFailedException fault(int line, String what) {
    return new BuildFailedException("Procfile, line " + line + ": " + what);
  }
}
