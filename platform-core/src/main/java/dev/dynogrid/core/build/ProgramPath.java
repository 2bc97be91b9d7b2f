package dev.dynogrid.core.build;

import dev.dynogrid.core.build.tool.AppFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the programs are that buildpacks have put into the app.
 *
 * @param folders relative to the app, the first is looked into first
 */
record ProgramPath(List<String> folders) {
  static final String PROFILE = ".profile.d/000-path.sh";

  ProgramPath {
    folders = List.copyOf(folders);
  }

  /** What the compiler and the next buildpack search. */
  String before(Path app, String searchPath) {
    return Stream.concat(
            folders.stream().map(folder -> app.resolve(folder).toString()), Stream.of(searchPath))
        .collect(Collectors.joining(":"));
  }

  /** Leaves word for the dynos. The app sees itself at {@code $HOME}. */
  void writeTo(Path app) throws IOException {
    if (folders.isEmpty()) {
      return;
    }
    String path =
        folders.stream().map(folder -> "$HOME/" + folder + ":").collect(Collectors.joining());
    String line = "export PATH=\"" + path + "$PATH\"\n";
    AppFile.write(app, PROFILE, line);
  }
}
