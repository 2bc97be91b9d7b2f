package dev.dynogrid.core.store;

import static dev.dynogrid.core.store.StoreErrors.messageOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryLockTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir Path temporary;
  private Path data;

  @BeforeEach
  void nameTheDirectory() {
    data = temporary.resolve("data");
  }

  private Process another() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String firstLine(Process process) throws IOException {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
  }

  private String inUseBy(long pid) {
    return "data directory "
        + data
        + " is in use by the platform with pid "
        + pid
        + ": stop it, or choose another directory";
  }

  @Test
  void aSecondPlatformOfTheSameJvmIsRefusedUntilTheFirstIsClosed() {
    DataDirectoryLock first = DataDirectoryLock.acquire(data);
    messageOf(ErrorCode.CONFLICT, () -> DataDirectoryLock.acquire(data)).isEqualTo(inUseBy(PID));

    first.close();
    first.close();
    DataDirectoryLock.acquire(data).close();
  }

  @Test
  void anotherProcessIsRefusedAlsoAfterAnAttemptOfThisJvm() throws IOException {
    try (DataDirectoryLock first = DataDirectoryLock.acquire(data)) {
      assertThat(first).isNotNull();
      assertThat(firstLine(another())).isEqualTo(inUseBy(PID));
      messageOf(ErrorCode.CONFLICT, () -> DataDirectoryLock.acquire(data)).isEqualTo(inUseBy(PID));
      assertThat(firstLine(another())).isEqualTo(inUseBy(PID));
    }
  }

  @Test
  void aProcessThatWasKilledHoldsNothing() throws Exception {
    Process holder = another();
    assertThat(firstLine(holder)).isEqualTo("held true");
    messageOf(ErrorCode.CONFLICT, () -> DataDirectoryLock.acquire(data))
        .isEqualTo(inUseBy(holder.pid()));

    holder.destroyForcibly().waitFor();

    DataDirectoryLock.acquire(data).close();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsOneClearLine() throws IOException {
    Files.writeString(data, "a file");
    messageOf(ErrorCode.MISSING_PREREQUISITE, () -> DataDirectoryLock.acquire(data))
        .isEqualTo(
            "data directory "
                + data
                + " cannot be written to: make it writable for user "
                + System.getProperty("user.name")
                + ", or name another");
    messageOf(
            ErrorCode.MISSING_PREREQUISITE,
            () -> DataDirectoryLock.acquire(Path.of("/proc/self/dynogrid")))
        .startsWith("data directory /proc/self/dynogrid cannot be written to");
  }
}
