package dev.dynogrid.core.build.classic;

import dev.dynogrid.api.build.BuildFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A buildpack at one commit of a git repository.
 *
 * @param name for people
 * @param commit which
 * @param repositories opens the repository, which is closed after each use
 */
record CommitSource(String name, ObjectId commit, Opener repositories) implements BuildpackSource {
  /** Opens a repository that has the commit. */
  @FunctionalInterface
  interface Opener {
    Repository open() throws IOException;
  }

  @Override
  public String identity() {
    return "git " + commit.name();
  }

  @Override
  public void copyTo(Path directory) throws IOException {
    try (Repository repository = repositories.open();
        RevWalk commits = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository)) {
      TreeWriter writer = new TreeWriter(name, directory);
      walk.addTree(commits.parseCommit(commit).getTree());
      while (walk.next()) {
        write(walk, writer);
      }
    }
  }

  private void write(TreeWalk walk, TreeWriter writer) throws IOException {
    String path = walk.getPathString();
    FileMode mode = walk.getFileMode(0);
    if (mode == FileMode.TREE) {
      writer.directory(path);
      walk.enterSubtree();
    } else if (mode == FileMode.GITLINK) {
      throw new BuildFailedException(
          "buildpack " + name + ": submodules are not supported: " + path + " is one");
    } else {
      ObjectLoader loader = walk.getObjectReader().open(walk.getObjectId(0));
      if (mode == FileMode.SYMLINK) {
        writer.link(path, new String(loader.getCachedBytes(), StandardCharsets.UTF_8));
      } else {
        writer.file(path, mode == FileMode.EXECUTABLE_FILE, loader::copyTo);
      }
    }
  }
}
