package dev.dynogrid.core.git;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.SourceTree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The tree of a commit, written straight from the object database. File times are the commit's, so
 * that equal commits make equal slugs.
 */
final class JGitSourceTree implements SourceTree {
  /** What Linux and others say, since Java has no exception of its own for it. */
  private static final String TOO_LONG = "File name too long";

  private static final int SHOWN = 200;

  private final Repository repository;
  private final ObjectId commit;
  private final ObjectId tree;
  private final FileTime time;

  private JGitSourceTree(Repository repository, RevCommit commit) {
    this.repository = repository;
    this.commit = commit.getId();
    this.tree = commit.getTree().getId();
    this.time = FileTime.fromMillis(commit.getCommitTime() * 1000L);
  }

  static JGitSourceTree of(Repository repository, ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return new JGitSourceTree(repository, walk.parseCommit(id));
    }
  }

  @Override
  public String digest() {
    return tree.name();
  }

  @Override
  public Optional<String> version() {
    return Optional.of(commit.name());
  }

  @Override
  public void writeTo(Path directory) throws IOException, InterruptedException {
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(false);
      while (walk.next()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while writing the source");
        }
        checked(walk, directory);
      }
    }
  }

  /** Names that git can keep and a file system cannot are for the app's owner to change. */
  private void checked(TreeWalk walk, Path directory) throws IOException {
    String name = walk.getPathString();
    if (!Arrays.equals(walk.getRawPath(), name.getBytes(StandardCharsets.UTF_8))) {
      throw new BuildFailedException("file name is not in UTF-8: " + name + ": rename it");
    }
    try {
      write(walk, directory);
    } catch (InvalidPathException e) {
      throw new BuildFailedException(
          "file name cannot be written here: "
              + name
              + ": rename it, or let the platform run in a UTF-8 locale (LC_ALL=C.UTF-8)",
          e);
    } catch (FileAlreadyExistsException e) {
      throw new BuildFailedException(
          "file name differs from another's only in case: " + name + ": rename it", e);
    } catch (FileSystemException e) {
      if (TOO_LONG.equals(e.getReason())) {
        throw new BuildFailedException(
            "file name is too long: " + name.substring(0, Math.min(SHOWN, name.length())) + "…", e);
      }
      throw e;
    }
  }

  private void write(TreeWalk walk, Path directory) throws IOException {
    String name = walk.getPathString();
    Path path = directory.resolve(name);
    FileMode mode = walk.getFileMode(0);
    if (!path.normalize().startsWith(directory) || !path.equals(path.normalize())) {
      throw new BuildFailedException("file name leaves the app: " + name);
    } else if (mode == FileMode.TREE) {
      Files.createDirectory(path);
      walk.enterSubtree();
    } else if (mode == FileMode.GITLINK) {
      throw new BuildFailedException(
          "submodules are not supported: "
              + name
              + " is one; put its files into the repository instead");
    } else if (mode == FileMode.SYMLINK) {
      link(walk, path, directory);
    } else {
      file(walk, path, mode == FileMode.EXECUTABLE_FILE);
    }
  }

  private void file(TreeWalk walk, Path path, boolean executable) throws IOException {
    ObjectLoader loader = open(walk);
    if (loader.isLarge()) {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW))) {
        loader.copyTo(out);
      }
    } else {
      Files.write(path, loader.getCachedBytes(), StandardOpenOption.CREATE_NEW);
    }
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    Files.setLastModifiedTime(path, time);
  }

  private void link(TreeWalk walk, Path path, Path directory) throws IOException {
    String target = new String(open(walk).getCachedBytes(), StandardCharsets.UTF_8);
    Path parent = path.resolveSibling(target).normalize();
    if (target.isEmpty() || target.startsWith("/") || !parent.startsWith(directory)) {
      throw new BuildFailedException(
          "symbolic link leads out of the app: " + walk.getPathString() + " -> " + target);
    }
    Files.createSymbolicLink(path, Path.of(target));
  }

  private static ObjectLoader open(TreeWalk walk) throws IOException {
    ObjectReader reader = walk.getObjectReader();
    return reader.open(walk.getObjectId(0));
  }
}
