package dev.dynogrid.core.store;

import java.io.IOException;
import java.nio.file.Path;

/** A process that holds a data directory until its input ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (DataDirectoryLock lock = DataDirectoryLock.acquire(Path.of(arguments[0]))) {
      System.out.println("held " + (lock != null));
      while (System.in.read() >= 0) {
        // Until the end.
      }
    } catch (dev.dynogrid.api.model.DynogridException e) {
      System.out.println(e.getMessage());
    }
  }
}
