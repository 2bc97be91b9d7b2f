package dev.dynogrid.core.git;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.model.Release;
import dev.dynogrid.api.model.ReleaseStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.StoredConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bare repositories of apps, named by the apps' ids, made when they are first used. */
public final class Repositories {
  private static final Logger log = LoggerFactory.getLogger(Repositories.class);

  private final Map<AppId, Repository> open = new ConcurrentHashMap<>();
  private final Set<AppId> repaired = ConcurrentHashMap.newKeySet();
  private final Path directory;
  private final Function<AppId, Stream<Release>> releases;

  /**
   * Repositories in a directory.
   *
   * @param releases the releases of an app, newest first: what was decided and not yet moved to a
   *     ref when the platform died is moved when the repository is first used
   */
  public Repositories(Path directory, Function<AppId, Stream<Release>> releases) {
    this.directory = directory;
    this.releases = releases;
  }

  Repository get(AppId app) throws IOException {
    Repository repository = opened(app);
    if (repaired.add(app)) {
      repair(app, repository);
    }
    return repository;
  }

  private synchronized Repository opened(AppId app) throws IOException {
    Repository known = open.get(app);
    if (known != null) {
      return known;
    }
    Path path = path(app);
    Repository repository = build(path);
    if (!Files.exists(path.resolve(Constants.CONFIG))) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      config.setInt("gc", null, "auto", 0);
      config.setString("init", null, "defaultBranch", DeployBranch.NAME);
      config.save();
      repository.updateRef(Constants.HEAD).link(DeployBranch.REF);
    }
    open.put(app, repository);
    return repository;
  }

  private static Repository build(Path path) throws IOException {
    RepositoryBuilder builder = new RepositoryBuilder();
    return builder.setGitDir(path.toFile()).setBare().setMustExist(false).build();
  }

  private Path path(AppId app) {
    return directory.resolve(app + ".git");
  }

  /** A ref behind the ledger is brought up: the release was decided, whatever became of the ref. */
  private void repair(AppId app, Repository repository) throws IOException {
    Optional<Release> last;
    try (Stream<Release> all = releases.apply(app)) {
      last =
          all.filter(r -> r.status() == ReleaseStatus.SUCCEEDED && r.ref().isPresent()).findFirst();
    }
    if (last.isEmpty() || last.get().commit().isEmpty()) {
      return;
    }
    String ref = last.get().ref().orElse(DeployBranch.REF);
    ObjectId commit = ObjectId.fromString(last.get().commit().get());
    ObjectId now = repository.resolve(ref);
    if (!commit.equals(now) && repository.getObjectDatabase().has(commit)) {
      log.info("bringing {} of app {} up to {}", ref, app, last.get().label());
      move(repository, ref, commit);
    }
  }

  /** Moves a ref, forwards or not. */
  static void move(Repository repository, String ref, ObjectId to) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(to);
    update.setForceUpdate(true);
    RefUpdate.Result result = update.forceUpdate();
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default ->
          throw new DynogridException(
              ErrorCode.INTERNAL, "ref " + ref + " could not be moved: " + result);
    }
  }

  /** Removes the repository of an app that is gone. */
  public void remove(AppId app) {
    Repository repository = open.remove(app);
    if (repository != null) {
      repository.close();
    }
    repaired.remove(app);
    try {
      if (Files.exists(path(app))) {
        MoreFiles.deleteRecursively(path(app), RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      log.warn("the repository of app {} could not be removed: {}", app, e.toString());
    }
  }

  /** Closes all. */
  public void close() {
    open.values().forEach(Repository::close);
    open.clear();
  }
}
