package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Odd and hostile pushes, by the real git: served, or refused with a clear word. */
class BadPushIT {
  @TempDir Path folder;
  private TestPlatform platform;
  private GitRepo repo;

  @BeforeEach
  void start() throws Exception {
    platform = TestPlatform.start(folder);
    repo = Apps.web(platform.repo("odd"), "one");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private Path deployed() {
    var releases = platform.platform().releases().list(platform.app("odd"));
    return Path.of(releases.get(0).slug().appDirectory());
  }

  private static void accepted(GitRepo.Result result) {
    assertThat(result.succeeded()).as(result.output()).isTrue();
  }

  private static void refused(GitRepo.Result result, String... reasons) {
    assertThat(result.output()).contains(reasons);
    assertThat(result.succeeded()).as(result.output()).isFalse();
  }

  @Test
  void namesWithNewlinesBlanksAndForeignLettersAreKept() throws Exception {
    assumeTrue(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
        "this JVM cannot write such names: its locale is not a UTF-8 one (LC_ALL=C.UTF-8)");
    List<String> names =
        List.of("new\nline.txt", " blanks \t.txt", "ünï-文字-🚀.txt", "-dash", "#x;$(y)");
    for (String name : names) {
      repo.write(name, name);
    }
    accepted(repo.deploy());
    for (String name : names) {
      assertThat(Files.readString(deployed().resolve(name))).isEqualTo(name);
    }
  }

  @Test
  void aNameThatIsNotInUtf8IsRefused() throws Exception {
    byte[] name = {'c', 'a', 'f', (byte) 0xe9};
    refused(pushTree(entry("100644", name, blob())), "file name is not in UTF-8: caf");
  }

  @Test
  void aNameTooLongForTheFileSystemIsRefused() throws Exception {
    repo.git("update-index", "--add", "--cacheinfo", "100644," + blob() + "," + "x".repeat(300));
    repo.git("commit", "--quiet", "-m", "long");
    refused(repo.push("HEAD:refs/heads/main"), "file name is too long: xxx", "build failed");
  }

  @Test
  void linksThatLeadOutAreRefused() throws Exception {
    for (String target : List.of("/etc/passwd", "../../../etc/passwd", "..")) {
      Path link = repo.folder().resolve("link");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(target));
      refused(repo.deploy(), "symbolic link leads out of the app: link -> " + target);
    }
  }

  @Test
  void aSubmoduleIsRefusedByName() throws Exception {
    repo.commit("x");
    repo.git("update-index", "--add", "--cacheinfo", "160000," + repo.head() + ",lib/sub");
    repo.git("commit", "--quiet", "-m", "sub");
    refused(repo.push("HEAD:refs/heads/main"), "submodules are not supported: lib/sub is one");
  }

  @Test
  void aGitFolderInATreeIsRefused() throws Exception {
    byte[] name = ".git".getBytes(StandardCharsets.UTF_8);
    refused(pushTree(entry("100644", name, blob())), ".git");
    byte[] up = "..".getBytes(StandardCharsets.UTF_8);
    refused(pushTree(entry("100644", up, blob())), "..");
  }

  @Test
  void namesThatDifferOnlyInCaseAreKept() throws Exception {
    repo.commit("x");
    String blob = blob();
    repo.git("update-index", "--add", "--cacheinfo", "100644," + blob + ",Readme");
    repo.git("update-index", "--add", "--cacheinfo", "100644," + blob + ",README");
    repo.git("commit", "--quiet", "-m", "case");
    accepted(repo.push("HEAD:refs/heads/main"));
    assertThat(deployed().resolve("Readme")).exists();
    assertThat(deployed().resolve("README")).exists();
  }

  @Test
  void aProcfileOfAnotherSystemIsRead() throws Exception {
    repo.write("Procfile", "\uFEFF# from elsewhere\r\nweb:\texec python3 app.py\t\r\n\r\n");
    accepted(repo.deploy());
    assertThat(platform.get("odd", "/").body()).isEqualTo("one");
  }

  @Test
  void manyFilesInDeepFoldersAreDeployed() throws Exception {
    String deep = "folder-of-some-length/".repeat(60);
    for (int i = 0; i < 3_000; i++) {
      repo.write("many/" + i % 50 + "/" + i, "x");
    }
    repo.write(deep + "file", "deep");
    accepted(repo.deploy());
    assertThat(Files.readString(deployed().resolve(deep + "file"))).isEqualTo("deep");
  }

  @Test
  void aCommitMessageOfAMegabyteIsNoTrouble() throws Exception {
    Path message = Files.writeString(folder.resolve("message"), "word ".repeat(200_000));
    repo.git("add", "--all");
    repo.git("commit", "--quiet", "--file", message.toString());
    accepted(repo.push("HEAD:refs/heads/main"));
  }

  @Test
  void tagsDetachedHeadsAndForcedPushesAreTakenAsGitTakesThem() throws Exception {
    accepted(repo.deploy());
    String first = repo.head();
    repo.git("tag", "v1");
    repo.git("tag", "-a", "v2", "-m", "x");
    accepted(repo.push("v1", "v2"));
    assertThat(repo.remote("refs/tags/v1")).isEqualTo(first);

    repo.git("checkout", "--quiet", "--detach");
    accepted(Apps.web(repo, "two").commit("two").push("HEAD:main"));
    assertThat(platform.get("odd", "/").body()).isEqualTo("two");

    repo.git("checkout", "--quiet", "-b", "other", first);
    Apps.web(repo, "three").commit("three");
    refused(repo.push("HEAD:refs/heads/main"), "non-fast-forward");
    assertThat(platform.get("odd", "/").body()).isEqualTo("two");
    accepted(repo.push("--force", "HEAD:refs/heads/main"));
    assertThat(platform.get("odd", "/").body()).isEqualTo("three");
  }

  @Test
  void ofAnAtomicPushWhoseBuildFailsNothingIsKept() throws Exception {
    repo.write("Procfile", "web: unknown-program\n").commit("bad");
    refused(
        repo.push("--atomic", "HEAD:refs/heads/main", "HEAD:refs/heads/side", "HEAD:refs/tags/t"),
        "command not found");
    assertThat(repo.remote("refs/heads/side")).isEmpty();
    assertThat(repo.remote("refs/tags/t")).isEmpty();
    refused(repo.push("HEAD:refs/heads/main", "HEAD:refs/heads/side"), "command not found");
    assertThat(repo.remote("refs/heads/side")).isEqualTo(repo.head());
  }

  @Test
  void aShallowCloneCanPush() throws Exception {
    accepted(repo.deploy());
    accepted(Apps.web(repo, "two").deploy());
    repo.git("clone", "--quiet", "--depth", "1", repo.url(), folder.resolve("shallow").toString());
    GitRepo shallow = GitRepo.create(folder.resolve("shallow"), repo.url());
    assertThat(shallow.git("rev-list", "--count", "HEAD").strip()).isEqualTo("1");
    accepted(Apps.web(shallow, "three").deploy());
    assertThat(platform.get("odd", "/").body()).isEqualTo("three");
  }

  @Test
  void whatIsNotOfferedIsRefusedByTheClientAndChangesNothing() throws Exception {
    repo.commit("x");
    refused(
        repo.push("--push-option=ci.skip", "HEAD:refs/heads/main"),
        "does not support push options");
    refused(repo.push("--signed", "HEAD:refs/heads/main"), "does not support --signed push");
    assertThat(platform.platform().apps().find("odd")).isEmpty();
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void aPushOf200MegabytesIsDeployed() throws Exception {
    byte[] piece = new byte[1 << 20];
    Random random = new Random(1);
    for (int file = 0; file < 4; file++) {
      try (OutputStream out = Files.newOutputStream(repo.folder().resolve("data" + file))) {
        for (int i = 0; i < 50; i++) {
          random.nextBytes(piece);
          out.write(piece);
        }
      }
    }
    accepted(repo.deploy());
    assertThat(deployed().resolve("data3")).hasSize(50L << 20);
    assertThat(platform.get("odd", "/").body()).isEqualTo("one");
  }

  /** 600 MB of zeros take less than a megabyte on their way. */
  @Test
  @Tag("long")
  @Timeout(300)
  void aSmallPushOfAHugeFileIsRefused() throws Exception {
    try (RandomAccessFile file =
        new RandomAccessFile(repo.folder().resolve("huge").toFile(), "rw")) {
      file.setLength(600L << 20);
    }
    refused(repo.deploy(), "too large");
    assertThat(repo.remote("refs/heads/main")).isEmpty();
    repo.remove("huge");
    repo.git("commit", "--quiet", "--all", "--amend", "-m", "without");
    accepted(repo.push("HEAD:refs/heads/main"));
  }

  private String blob() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("blob"), "content");
    return repo.git("hash-object", "-w", file.toString()).strip();
  }

  private static byte[] entry(String mode, byte[] name, String id) throws IOException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.write((mode + " ").getBytes(StandardCharsets.UTF_8));
    entry.write(name);
    entry.write(0);
    entry.write(HexFormat.of().parseHex(id));
    return entry.toByteArray();
  }

  /** Pushes a commit of a tree that git itself would not write. */
  private GitRepo.Result pushTree(byte[] tree) throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("tree"), tree);
    String id = repo.git("hash-object", "-t", "tree", "-w", "--literally", file.toString()).strip();
    String commit = repo.git("commit-tree", id, "-m", "odd").strip();
    return repo.push(commit + ":refs/heads/main");
  }
}
