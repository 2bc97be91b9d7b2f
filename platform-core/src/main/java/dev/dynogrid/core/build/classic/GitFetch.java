package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.core.build.classic.BuildpackReference.Remote;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.jspecify.annotations.Nullable;

/** Brings one commit of a buildpack's repository here, unless it is here. */
final class GitFetch {
  /** For a connection, and for each answer. */
  private static final int TIMEOUT_SECONDS = 15;

  private static final String KEPT = "refs/dynogrid/";
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{7,39}");
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]*@");

  private final Remote remote;
  private final Repository repository;
  private final FetchLimits limits;

  GitFetch(Remote remote, Repository repository, FetchLimits limits) {
    this.remote = remote;
    this.repository = repository;
    this.limits = limits;
  }

  /** The commit that is meant. A whole commit id that is here already costs no connection. */
  ObjectId commit() throws IOException {
    String ref = remote.ref().orElse("HEAD");
    if (COMMIT.matcher(ref).matches() && isHere(ObjectId.fromString(ref))) {
      return ObjectId.fromString(ref);
    }
    try {
      RemoteRefs offered =
          RemoteRefs.of(
              Git.lsRemoteRepository().setRemote(remote.url()).setTimeout(TIMEOUT_SECONDS).call());
      Optional<Map.Entry<String, ObjectId>> named = offered.find(ref);
      if (named.isPresent()) {
        ObjectId commit = named.get().getValue();
        return isHere(commit) ? commit : fetched(commit, named.get().getKey());
      }
      return unnamed(ref);
    } catch (GitAPIException | JGitInternalException e) {
      throw failed(e);
    }
  }

  private boolean isHere(ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.parseTree(walk.parseCommit(commit).getTree());
      return true;
    } catch (IOException e) {
      // Missing, or not whole: to be fetched.
      return false;
    }
  }

  private ObjectId fetched(ObjectId commit, String name) throws GitAPIException {
    fetch(1, new RefSpec("+" + name + ":" + KEPT + commit.name()));
    return commit;
  }

  /** A commit that no branch or tag is at: its history is needed, whole. */
  private ObjectId unnamed(String ref) throws GitAPIException, IOException {
    if (COMMIT.matcher(ref).matches() || ABBREVIATED.matcher(ref).matches()) {
      fetch(
          Integer.MAX_VALUE,
          new RefSpec("+refs/heads/*:" + KEPT + "heads/*"),
          new RefSpec("+refs/tags/*:" + KEPT + "tags/*"));
      @Nullable ObjectId commit = repository.resolve(ref + "^{commit}");
      if (commit != null) {
        return commit;
      }
    }
    throw new BuildFailedException(
        "buildpack "
            + remote.shown()
            + ": its repository has no branch, tag or commit of that name");
  }

  private void fetch(int depth, RefSpec... what) throws GitAPIException {
    Git.wrap(repository)
        .fetch()
        .setRemote(remote.url())
        .setRefSpecs(what)
        .setDepth(depth)
        .setTagOpt(TagOpt.NO_TAGS)
        .setTimeout(TIMEOUT_SECONDS)
        .setProgressMonitor(limits)
        .call();
  }

  private BuildFailedException failed(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String reason =
        limits.tooLarge()
            ? "it is larger than " + TreeWriter.MOST_BYTES / 1024 / 1024 + " MB"
            : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return new BuildFailedException(
        "buildpack "
            + remote.shown()
            + " could not be fetched: "
            + CREDENTIALS.matcher(reason).replaceAll("")
            + "; check its URL and that this machine can reach it",
        e);
  }
}
