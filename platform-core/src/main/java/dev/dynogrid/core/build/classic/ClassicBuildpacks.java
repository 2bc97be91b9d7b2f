package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.core.build.classic.BuildpackReference.InApp;
import dev.dynogrid.core.build.classic.BuildpackReference.Local;
import dev.dynogrid.core.build.classic.BuildpackReference.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Finds classic buildpacks by what they are called. Apps may name folders of this machine, so the
 * platform's own are closed to them; what is found must have the form of a buildpack.
 */
public final class ClassicBuildpacks {
  /** For the whole of a fetch. */
  private static final long MOST_SECONDS = 120;

  private final GitShelf shelf;
  private final Path closed;

  /**
   * Finds them.
   *
   * @param directory where fetched repositories are kept; made when it is needed
   * @param closed nothing in this folder is a buildpack
   */
  public ClassicBuildpacks(Path directory, Path closed, Clock clock) {
    this.shelf = new GitShelf(directory, clock);
    this.closed = closed;
  }

  /**
   * Looks for one, over the network if it must.
   *
   * @param app the source of the app, for folders of it
   * @throws BuildFailedException if it is not there, with what is looked for and why
   */
  public BuildpackSource find(BuildpackReference reference, Path app)
      throws IOException, InterruptedException {
    if (reference instanceof Remote remote) {
      return fetched(remote);
    } else if (reference instanceof Local local) {
      return local(local);
    } else if (reference instanceof InApp inApp) {
      return FolderSource.inApp(
          inApp.shown(), folder(inApp.shown(), app.resolve(inApp.path()), "in the app"));
    }
    throw new IllegalArgumentException("built in: " + reference.shown());
  }

  /** On a thread of its own, which can be left: reading from a network cannot be interrupted. */
  private BuildpackSource fetched(Remote remote) throws IOException, InterruptedException {
    Files.createDirectories(shelf.directory());
    AtomicReference<@Nullable FetchLimits> limits = new AtomicReference<>();
    FutureTask<BuildpackSource> task = new FutureTask<>(() -> fetch(remote, limits));
    Thread thread = new Thread(task, "dynogrid-buildpack-fetch");
    thread.setDaemon(true);
    thread.start();
    boolean done = false;
    try {
      BuildpackSource found = task.get(MOST_SECONDS, TimeUnit.SECONDS);
      done = true;
      return found;
    } catch (TimeoutException e) {
      throw new BuildFailedException(
          "buildpack " + remote.shown() + " could not be fetched in " + MOST_SECONDS + " s", e);
    } catch (ExecutionException e) {
      @Nullable Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException("buildpack " + remote.shown() + " could not be fetched", cause);
    } finally {
      FetchLimits begun = limits.get();
      if (!done && begun != null) {
        begun.abandon();
      }
    }
  }

  private BuildpackSource fetch(Remote remote, AtomicReference<@Nullable FetchLimits> limits)
      throws IOException, InterruptedException {
    BuildpackSource found =
        shelf.use(
            remote,
            repository -> {
              FetchLimits its =
                  new FetchLimits(repository.getDirectory().toPath(), TreeWriter.MOST_BYTES);
              limits.set(its);
              return shelf.source(remote, new GitFetch(remote, repository, its).commit());
            });
    shelf.tidy();
    return found;
  }

  private BuildpackSource local(Local local) throws IOException {
    String name = local.shown();
    Path folder = folder(name, local.path(), "on this machine");
    Path real = folder.toRealPath();
    Path own = Files.exists(closed) ? closed.toRealPath() : closed.toAbsolutePath();
    if (real.startsWith(own) || own.startsWith(real)) {
      throw new BuildFailedException("buildpack " + name + ": no buildpack is there");
    }
    boolean bare = RepositoryCache.FileKey.isGitRepository(folder.toFile(), FS.DETECTED);
    if (!bare && local.ref().isEmpty()) {
      return FolderSource.of(name, real);
    }
    Path git = bare ? real : real.resolve(".git");
    return new CommitSource(name, commit(local, git), () -> open(git));
  }

  private static Path folder(String name, Path path, String where) {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
      throw new BuildFailedException(
          "buildpack " + name + ": no such folder " + where + " (expected: one with bin/compile)");
    }
    return path;
  }

  private static Repository open(Path git) throws IOException {
    return new RepositoryBuilder().setGitDir(git.toFile()).setMustExist(true).build();
  }

  private static ObjectId commit(Local local, Path git) throws IOException {
    String ref = local.ref().orElse("HEAD");
    try (Repository repository = open(git)) {
      @Nullable ObjectId commit = repository.resolve(ref + "^{commit}");
      if (commit != null) {
        return commit;
      }
    } catch (IOException e) {
      throw new BuildFailedException(
          "buildpack " + local.shown() + ": no git repository is there, and so no " + ref, e);
    }
    throw new BuildFailedException("buildpack " + local.shown() + ": its repository has no " + ref);
  }
}
