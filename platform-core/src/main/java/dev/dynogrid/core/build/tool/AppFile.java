package dev.dynogrid.core.build.tool;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that the platform itself puts into an app, after the app's own programs have run. */
public final class AppFile {
  private AppFile() {}

  /** As the other, a text. */
  public static void write(Path app, String relative, String text) throws IOException {
    write(app, relative, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file, in place of one that may be there. The platform can write where the app's own
   * programs cannot, so that a link which they left on the way is refused.
   *
   * @param relative its path below the app
   * @throws BuildFailedException if a folder on the way is none
   */
  public static void write(Path app, String relative, byte[] content) throws IOException {
    Path file = app.resolve(relative);
    Path folder = app;
    for (Path name : app.relativize(file.getParent())) {
      folder = folder.resolve(name);
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder);
      } else if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new BuildFailedException(
            app.relativize(folder)
                + ": a link or a file (expected: a folder, for "
                + relative
                + ")");
      }
    }
    Files.deleteIfExists(file);
    Files.write(file, content, StandardOpenOption.CREATE_NEW);
  }
}
