package dev.dynogrid.core.build.tool;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.dynogrid.api.build.BuildContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder that a build fills from its inputs alone, and that later builds of the app with the same
 * inputs take from the cache: installed packages. The cache has one state of it, in a folder named
 * by the digest of the inputs.
 *
 * <p>Everything is copied by programs of the build, since what lies in the app and in its cache
 * cannot be trusted: a link that an app has planted there leads these programs no further than they
 * may go.
 */
public final class CachedFolder {
  private static final Map<String, String> NO_MORE = Map.of();

  private final BuildContext context;
  private final Path states;
  private final String key;
  private final String folder;

  private CachedFolder(BuildContext context, Path states, String key, String folder) {
    this.context = context;
    this.states = states;
    this.key = key;
    this.folder = folder;
  }

  /**
   * A folder and what decides its content.
   *
   * @param folder relative to the app
   * @param facts versions of tools and the like
   * @param files relative to the app; one that is not there is an input too
   */
  public static CachedFolder of(
      BuildContext context, String folder, List<String> facts, List<String> files)
      throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    facts.forEach(fact -> hasher.putInt(fact.length()).putString(fact, StandardCharsets.UTF_8));
    for (String file : files) {
      Path path = context.appDirectory().resolve(file);
      byte[] content =
          Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
              ? Files.readAllBytes(path)
              : new byte[0];
      hasher.putString(file, StandardCharsets.UTF_8).putInt(content.length).putBytes(content);
    }
    String key = hasher.hash().toString();
    Path states = context.cacheDirectory().resolve("folders").resolve(folder);
    return new CachedFolder(context, states, key, folder);
  }

  private Path state() {
    return states.resolve(key);
  }

  /** Puts the folder into the app, if the cache has it. */
  public boolean restore() throws IOException, InterruptedException {
    if (!Files.isDirectory(state(), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    int slash = folder.lastIndexOf('/');
    if (slash > 0) {
      context.run(List.of("mkdir", "-p", folder.substring(0, slash)), NO_MORE);
    }
    return context.capture(List.of("cp", "-a", state().toString(), folder), NO_MORE).succeeded();
  }

  /** Keeps the folder as it is now, in place of what was kept before. */
  public void keep() throws IOException, InterruptedException {
    Path unfinished = states.resolve("unfinished");
    List<String> remove = new ArrayList<>(List.of("rm", "-rf", unfinished.toString()));
    if (Files.isDirectory(states, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> old = Files.list(states)) {
        old.forEach(path -> remove.add(path.toString()));
      }
    }
    context.run(remove, NO_MORE);
    context.run(List.of("mkdir", "-p", states.toString()), NO_MORE);
    context.run(List.of("cp", "-a", folder, unfinished.toString()), NO_MORE);
    context.run(List.of("mv", unfinished.toString(), state().toString()), NO_MORE);
  }
}
