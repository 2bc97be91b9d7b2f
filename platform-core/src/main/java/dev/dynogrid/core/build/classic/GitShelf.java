package dev.dynogrid.core.build.classic;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.dynogrid.core.build.classic.BuildpackReference.Remote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;

/**
 * The repositories of buildpacks that were fetched, one folder a URL. What has not been used for
 * longest goes when there are too many or when they are too large.
 */
final class GitShelf {
  private static final int MOST_REPOSITORIES = 64;
  private static final long MOST_BYTES = 1L << 30;

  private final Map<Path, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Path directory;
  private final Clock clock;

  GitShelf(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  Path directory() {
    return directory;
  }

  /** Something that is done while nobody else uses the repository. */
  @FunctionalInterface
  interface Use<T> {
    T with(Repository repository) throws IOException, InterruptedException;
  }

  /** Makes the repository if there is none, and lets one at a time use it. */
  <T> T use(Remote remote, Use<T> use) throws IOException, InterruptedException {
    Path path = directory.resolve(key(remote.url()));
    ReentrantLock lock = lock(path);
    lock.lockInterruptibly();
    try (Repository repository = open(path)) {
      Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
      return use.with(repository);
    } finally {
      lock.unlock();
    }
  }

  /** Drops what cannot be used, so that the next use begins anew. */
  void drop(Remote remote) throws IOException {
    removeUnused(directory.resolve(key(remote.url())));
  }

  /** The repository has the commit: it was just found in it. */
  BuildpackSource source(Remote remote, ObjectId commit) {
    return new CommitSource(
        remote.shown(), commit, () -> open(directory.resolve(key(remote.url()))));
  }

  private ReentrantLock lock(Path path) {
    return locks.computeIfAbsent(path, p -> new ReentrantLock());
  }

  private static String key(String url) {
    return Hashing.sha256().hashString(url, StandardCharsets.UTF_8).toString().substring(0, 32);
  }

  private static Repository open(Path path) throws IOException {
    Repository repository =
        new RepositoryBuilder().setGitDir(path.toFile()).setBare().setMustExist(false).build();
    if (!Files.exists(path.resolve("HEAD"))) {
      Files.createDirectories(path);
      repository.create(true);
    }
    return repository;
  }

  /** Keeps to the limits; to be called when something was added. */
  void tidy() throws IOException {
    List<Path> newestFirst = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      newestFirst.addAll(all.toList());
    }
    newestFirst.sort(Comparator.comparing(GitShelf::used).reversed());
    long bytes = 0;
    for (int i = 0; i < newestFirst.size(); i++) {
      bytes += FetchLimits.bytes(newestFirst.get(i));
      if (i > 0 && (i >= MOST_REPOSITORIES || bytes > MOST_BYTES)) {
        removeUnused(newestFirst.get(i));
      }
    }
  }

  private static FileTime used(Path path) {
    return FileTime.fromMillis(path.toFile().lastModified());
  }

  private void removeUnused(Path path) throws IOException {
    ReentrantLock lock = lock(path);
    if (lock.tryLock()) {
      try {
        if (Files.exists(path)) {
          MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
