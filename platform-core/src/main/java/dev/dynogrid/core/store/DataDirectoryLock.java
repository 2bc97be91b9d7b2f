package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Makes a data directory one platform's. The system frees it when the process ends, however it
 * does.
 */
public final class DataDirectoryLock implements AutoCloseable {
  private static final String PID = "pid";

  private final FileChannel channel;

  private DataDirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a data directory.
   *
   * @throws DynogridException if it is another's, with the other's process id, or cannot be written
   */
  public static DataDirectoryLock acquire(Path directory) {
    Path file = directory.resolve("lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        throw new DynogridException(
            ErrorCode.CONFLICT,
            "data directory "
                + directory
                + " is in use by the platform with pid "
                + pid(directory)
                + ": stop it, or choose another directory");
      }
      Files.writeString(directory.resolve(PID), ProcessHandle.current().pid() + "\n");
      return new DataDirectoryLock(channel);
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE,
          "data directory "
              + directory
              + " cannot be used: "
              + e
              + ": choose one that can be written to",
          e);
    }
  }

  private static String pid(Path directory) throws IOException {
    Path file = directory.resolve(PID);
    return Files.exists(file) ? Files.readString(file).strip() : "unknown";
  }

  /**
   * Whether the lock could be had. If it could not, the channel stays open for good: a process that
   * closes any channel to a file loses all its POSIX locks on it, so that closing this one would
   * free the directory of another platform in this very process. The number is in a file of its own
   * for the same reason.
   */
  private static boolean lock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another platform of this very process has it.
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.INTERNAL, "the data directory could not be given back: " + e, e);
    }
  }
}
