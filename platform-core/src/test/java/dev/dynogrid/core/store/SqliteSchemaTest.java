package dev.dynogrid.core.store;

import static dev.dynogrid.core.store.StoreErrors.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.model.Actor;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.ErrorCode;
import dev.dynogrid.api.store.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opening does to files: new ones, older and newer ones, foreign and damaged ones. */
final class SqliteSchemaTest {
  private static final UUID ID = UUID.randomUUID();

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("state.db");
  }

  private SqliteStateStore store() {
    return new SqliteStateStore(file, Clock.systemUTC());
  }

  private SqliteStateStore storeWith(String... furtherMigrations) {
    List<String> all = new ArrayList<>(SqliteSchema.ofThisVersion().migrations());
    all.addAll(Arrays.asList(furtherMigrations));
    return new SqliteStateStore(file, Clock.systemUTC(), new SqliteSchema(all), 10);
  }

  private void writeOneRecord() {
    try (SqliteStateStore store = store()) {
      store.open();
      store.commit(
          Commit.by(Actor.PLATFORM)
              .create("app", ID, Optional.empty(), Optional.of("hello"), "{}")
              .build());
    }
  }

  @Test
  void theFilesAreForTheirOwnerOnly() throws IOException {
    try (SqliteStateStore store = store()) {
      store.open();
      store.list("app");
      try (var files = Files.list(directory)) {
        assertThat(files)
            .hasSize(3)
            .allSatisfy(
                each ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void anOlderSchemaIsBroughtUpInOrderAndKeepsItsRecords() {
    writeOneRecord();
    try (SqliteStateStore store =
        storeWith(
            "create table added (id text); insert into added values ('a');",
            "insert into added select id from record; alter table added add column more text;")) {
      store.open();
      assertThat(store.find("app", "hello")).isPresent();
    }
    assertThat(asked("select count(*) from added where more is null")).isEqualTo(2);
    assertThat(asked("pragma user_version")).isEqualTo(3);
  }

  @Test
  void aMigrationThatFailsLeavesWhatWasBeforeIt() {
    writeOneRecord();
    SqliteStateStore failing =
        storeWith(
            "create table added (id text);", "insert into added values (1); create nonsense;");

    assertThatThrownBy(failing::open).isInstanceOf(DynogridException.class);

    assertThat(asked("pragma user_version")).isEqualTo(2);
    assertThat(asked("select count(*) from added")).isZero();
    messageOf(ErrorCode.NOT_RUNNING, () -> failing.list("app")).contains("is not open");
  }

  @Test
  void aNewerSchemaIsRefusedAndLeftAsItWas() throws IOException {
    writeOneRecord();
    try (SqliteStateStore newer = storeWith("create table added (id text);")) {
      newer.open();
    }
    byte[] before = Files.readAllBytes(file);

    messageOf(ErrorCode.UNSUPPORTED, () -> store().open())
        .isEqualTo(
            "state store "
                + file
                + " was written by a newer version: its schema has number 2,"
                + " this version knows up to 1; start the newer version");

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndLeftAsItWas() throws Exception {
    try (SqliteSession theirs = SqliteSession.open(file)) {
      theirs.run("create table theirs (id text); pragma user_version = 1;");
    }
    byte[] before = Files.readAllBytes(file);

    messageOf(ErrorCode.CORRUPT, () -> store().open())
        .isEqualTo("state store " + file + " is a database of another program");

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void whatIsNoDatabaseIsRefusedAndLeftAsItWas() throws IOException {
    Files.writeString(file, "not a database, but long enough to be taken for one".repeat(100));

    messageOf(ErrorCode.CORRUPT, () -> store().open()).contains("is not an SQLite database");

    assertThat(file).content().startsWith("not a database");
  }

  @Test
  void aDamagedFileIsToldAsDamaged() throws IOException {
    try (SqliteStateStore store = store()) {
      store.open();
      Commit.Builder many = Commit.by(Actor.PLATFORM);
      for (int i = 0; i < 500; i++) {
        many.create("app", UUID.randomUUID(), Optional.empty(), Optional.empty(), "{}");
      }
      store.commit(many.build());
    }
    byte[] noise = new byte[(int) Files.size(file) - 4096];
    Arrays.fill(noise, (byte) 0x5a);
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.position(4096).write(java.nio.ByteBuffer.wrap(noise));
    }

    try (SqliteStateStore store = store()) {
      messageOf(
              ErrorCode.CORRUPT,
              () -> {
                store.open();
                store.list("app");
              })
          .contains(file + " is damaged");
    }
  }

  @Test
  void aFileThatWasCreatedAndNeverFilledIsTakenAsNew() throws IOException {
    Files.createFile(file);
    writeOneRecord();
    assertThat(asked("select count(*) from record")).isEqualTo(1);
  }

  @Test
  void aFolderThatIsNotThereIsOneClearLine() {
    file = directory.resolve("missing/state.db");

    messageOf(ErrorCode.MISSING_PREREQUISITE, () -> store().open())
        .contains("missing/state.db cannot be created")
        .contains("name a folder that is writable");
  }

  private long asked(String sql) {
    try (SqliteSession session = SqliteSession.open(file)) {
      return session.number(sql);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(sql, e);
    }
  }
}
