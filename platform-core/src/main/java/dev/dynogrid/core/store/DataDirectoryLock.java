package dev.dynogrid.core.store;

import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a data directory to one running platform, by a lock that ends with the process.
 *
 * <p>There are two files, taken one after the other. POSIX drops a process's lock of a file as soon
 * as the process closes any descriptor of it, so that an attempt which the JVM itself refuses would
 * open the directory to other processes. Such an attempt gets as far as the gate: {@code lock},
 * which holds the pid, is opened only by those who passed it.
 */
public final class DataDirectoryLock implements AutoCloseable {
  private final FileChannel gate;
  private final FileChannel lock;

  private DataDirectoryLock(FileChannel gate, FileChannel lock) {
    this.gate = gate;
    this.lock = lock;
  }

  /**
   * Takes the directory, which is made if it is not there.
   *
   * @throws DynogridException {@code CONFLICT} if another platform has it, with that one's pid;
   *     {@code MISSING_PREREQUISITE} if it cannot be written to
   */
  public static DataDirectoryLock acquire(Path directory) {
    try {
      DurableFiles.makeDirectory(directory);
      return take(directory);
    } catch (IOException e) {
      throw new DynogridException(
          ErrorCode.MISSING_PREREQUISITE,
          "data directory "
              + directory
              + " cannot be written to: make it writable for user "
              + System.getProperty("user.name")
              + ", or name another",
          e);
    }
  }

  private static DataDirectoryLock take(Path directory) throws IOException {
    FileChannel gate = open(directory.resolve("lock.gate"));
    try {
      if (gate.tryLock() == null) {
        throw inUse(directory, pid(directory));
      }
      return new DataDirectoryLock(gate, takePastGate(directory));
    } catch (OverlappingFileLockException e) {
      gate.close();
      throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
    } catch (IOException | DynogridException e) {
      gate.close();
      throw e;
    }
  }

  private static FileChannel takePastGate(Path directory) throws IOException {
    FileChannel lock = open(directory.resolve("lock"));
    try {
      if (lock.tryLock() == null) {
        throw inUse(directory, pid(directory));
      }
      lock.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      lock.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
      return lock;
    } catch (IOException | DynogridException e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** What the holder wrote; empty for the moment in which it has not yet. */
  private static String pid(Path directory) throws IOException {
    Path lock = directory.resolve("lock");
    return Files.exists(lock) ? Files.readString(lock).strip() : "";
  }

  private static DynogridException inUse(Path directory, String pid) {
    return new DynogridException(
        ErrorCode.CONFLICT,
        "data directory "
            + directory
            + " is in use by "
            + (pid.isEmpty() ? "another platform" : "the platform with pid " + pid)
            + ": stop it, or choose another directory");
  }

  /** Gives the directory back. Idempotent. */
  @Override
  public void close() {
    try {
      if (lock.isOpen()) {
        lock.truncate(0);
      }
      lock.close();
      gate.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give back the data directory", e);
    }
  }
}
