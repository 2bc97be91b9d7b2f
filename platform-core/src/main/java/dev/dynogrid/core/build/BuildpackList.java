package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CompileRequest;
import dev.dynogrid.core.build.classic.BuildpackReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for, by whoever has the most to say: the config var {@code BUILDPACK_URL}, the
 * list that the app's owner has set, the app's {@code .buildpacks}, its {@code app.json}.
 */
final class BuildpackList {
  static final String CONFIG_VAR = "BUILDPACK_URL";
  static final String FILE = ".buildpacks";

  private static final int MOST = 20;
  private static final long MOST_BYTES = 64 * 1024;

  private BuildpackList() {}

  /** Empty if nobody asked for anything. */
  static List<BuildpackReference> find(CompileRequest request, Path app) throws IOException {
    Optional<String> url = Optional.ofNullable(request.configVars().asMap().get(CONFIG_VAR));
    List<BuildpackReference> found =
        url.filter(text -> !text.isBlank())
            .map(text -> List.of(parse(CONFIG_VAR, text)))
            .orElseGet(
                () ->
                    request.buildpacks().stream()
                        .map(text -> parse("the app's list", text))
                        .toList());
    if (found.isEmpty()) {
      found = inFile(app);
    }
    if (found.isEmpty()) {
      found = AppJson.buildpacks(app).stream().map(text -> parse("app.json", text)).toList();
    }
    if (found.size() > MOST) {
      throw new BuildFailedException(
          found.size() + " buildpacks are asked for (expected: " + MOST + " at most)");
    }
    return found;
  }

  private static List<BuildpackReference> inFile(Path app) throws IOException {
    Path file = app.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    } else if (Files.size(file) > MOST_BYTES) {
      throw new BuildFailedException(FILE + ": larger than 64 KB");
    }
    return parseFile(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  /** One a line; empty lines and comments are passed over. */
  static List<BuildpackReference> parseFile(String text) {
    List<BuildpackReference> found = new ArrayList<>();
    String[] lines = text.replace("\uFEFF", "").split("\r\n|\r|\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        found.add(parse(FILE + ", line " + (i + 1), line));
      }
    }
    return found;
  }

  private static BuildpackReference parse(String where, String text) {
    try {
      return BuildpackReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BuildFailedException(where + ": " + e.getMessage(), e);
    }
  }
}
