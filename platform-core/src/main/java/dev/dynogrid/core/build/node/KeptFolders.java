package dev.dynogrid.core.build.node;

import dev.dynogrid.api.build.BuildContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Folders in which build scripts remember their work, kept from one build to the next: those that
 * package.json names in {@code cacheDirectories}, and the one of Next.js.
 */
final class KeptFolders {
  private final BuildContext context;
  private final List<String> folders;

  private KeptFolders(BuildContext context, List<String> folders) {
    this.context = context;
    this.folders = folders;
  }

  static KeptFolders of(BuildContext context, PackageJson packageJson) {
    List<String> folders =
        Stream.concat(packageJson.cacheDirectories().stream(), Stream.of(".next/cache"))
            .map(folder -> folder.replaceFirst("/+$", ""))
            .filter(folder -> folder.matches("[\\w.@-][\\w./@-]*"))
            .filter(folder -> !("/" + folder + "/").matches(".*/\\.{1,2}/.*"))
            .filter(folder -> !folder.equals("node_modules"))
            .distinct()
            .toList();
    return new KeptFolders(context, folders);
  }

  private Path kept(String folder) {
    return context.cacheDirectory().resolve("kept").resolve(folder.replace('/', '+'));
  }

  void restore() throws IOException, InterruptedException {
    for (String folder : folders) {
      if (isFolder(kept(folder)) && !isFolder(context.appDirectory().resolve(folder))) {
        context.run(List.of("mkdir", "-p", folder), Map.of());
        context.run(List.of("cp", "-a", kept(folder) + "/.", folder), Map.of());
      }
    }
  }

  void keep() throws IOException, InterruptedException {
    for (String folder : folders) {
      if (isFolder(context.appDirectory().resolve(folder))) {
        context.run(List.of("rm", "-rf", kept(folder).toString()), Map.of());
        context.run(List.of("mkdir", "-p", kept(folder).toString()), Map.of());
        context.run(List.of("cp", "-a", folder + "/.", kept(folder).toString()), Map.of());
      }
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
