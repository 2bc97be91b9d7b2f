package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Git's protocol over HTTP as clients other than today's git speak it. */
class GitHttpIT {
  private static final String LOGIN =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("old:" + TestPlatform.KEY).getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;
  private TestPlatform platform;
  private GitRepo repo;

  @BeforeEach
  void start() throws Exception {
    platform = TestPlatform.start(folder);
    platform.platform().apps().create("hello");
    repo = Apps.web(platform.repo("hello"), "one");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://" + platform.platform().addresses().control() + path))
            .header("Authorization", LOGIN)
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /hello.git/git-receive-pack, POST",
    "GET, /hello.git/git-upload-pack, POST",
    "PUT, /hello.git/git-receive-pack, POST",
    "POST, /hello.git/info/refs?service=git-upload-pack, 'GET, HEAD'"
  })
  void otherMethodsAreRefusedWithThoseThatThereAre(String method, String path, String allowed)
      throws Exception {
    HttpResponse<String> response = ask(method, path, "");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains(allowed);
  }

  @Test
  void theDumbProtocolIsRefusedWithAWordThatHelps() throws Exception {
    for (String path : new String[] {"/info/refs", "/HEAD", "/objects/info/packs"}) {
      HttpResponse<String> response = ask("GET", "/hello.git" + path, "");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).contains("only git's smart protocol is served");
    }
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() throws Exception {
    assertThat(ask("POST", "/hello.git/git-receive-pack", "0000").statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "zzzzjunk", "GET / HTTP/1.1"})
  void aBodyThatIsNotGitsIsRefused(String body) throws Exception {
    HttpResponse<String> response =
        ask(
            "POST",
            "/hello.git/git-receive-pack",
            body,
            "Content-Type",
            "application/x-git-receive-pack-request");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("git request: ");
  }

  @Test
  void aBodyThatSaysToBeCompressedAndIsNotIsRefused() throws Exception {
    HttpResponse<String> response =
        ask(
            "POST",
            "/hello.git/git-upload-pack",
            "0000",
            "Content-Type",
            "application/x-git-upload-pack-request",
            "Content-Encoding",
            "gzip");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("expected: gzip");
  }

  /**
   * Git asks so before it sends a large pack, to be asked for its password before and not after.
   */
  @Test
  void anEmptyRequestIsAnswered() throws Exception {
    HttpResponse<String> response =
        ask(
            "POST",
            "/hello.git/git-receive-pack",
            "0000",
            "Content-Type",
            "application/x-git-receive-pack-request");
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void headRequestsAndOldHttpAreAnswered() throws Exception {
    assertThat(repo.deploy().succeeded()).isTrue();
    String path = "/hello.git/info/refs?service=git-upload-pack";
    HttpResponse<String> head = ask("HEAD", path, "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    var control = platform.platform().addresses().control();
    try (Socket socket = new Socket(control.host(), control.port())) {
      socket.setSoTimeout(20_000);
      String request = "GET " + path + " HTTP/1.0\r\nAuthorization: " + LOGIN + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(all).contains(" 200 ", repo.head() + " refs/heads/main").doesNotContain("chunked");
    }
  }

  @Test
  void everyVersionOfTheProtocolFetchesAndAnEmptyRepositoryIsCloned() throws Exception {
    String empty = folder.resolve("empty").toString();
    assertThat(repo.git("clone", repo.url(), empty)).contains("empty repository");
    assertThat(repo.deploy().succeeded()).isTrue();
    for (String version : new String[] {"0", "1", "2"}) {
      Path clone = folder.resolve("clone-" + version);
      repo.git(
          "-c", "protocol.version=" + version, "clone", "--quiet", repo.url(), clone.toString());
      assertThat(GitRepo.create(clone, "").head()).isEqualTo(repo.head());
    }
  }

  @Test
  void largeBodiesComeChunkedAndSmallOnesCompressed() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      text.append(Integer.toHexString(i * 0x9E3779B1)).append('\n');
    }
    repo.write("data.txt", text.toString()).commit("x");
    repo.git("config", "http.postBuffer", "65536");
    assertThat(repo.push("HEAD:refs/heads/main").output()).contains("Released v1");
    GitRepo other = Apps.web(platform.repo("other"), "two").commit("two");
    for (int i = 0; i < 60; i++) {
      other.git("commit", "--quiet", "--allow-empty", "-m", "c" + i);
    }
    // Git compresses a request of more than a kilobyte: it names commits that it has, 50 bytes
    // each.
    other.git("fetch", "--quiet", repo.url(), "main");
    assertThat(other.git("rev-parse", "FETCH_HEAD").strip()).isEqualTo(repo.head());
  }

  /** A client without side band and status report: it gets its answer, if not the reasons. */
  @Test
  void aClientWithoutCapabilitiesIsServed() throws Exception {
    assertThat(repo.deploy().succeeded()).isTrue();
    String line =
        repo.head() + " " + "0".repeat(40) + " refs/heads/gone\0" + " report-status delete-refs\n";
    assertThat(repo.push("HEAD:refs/heads/gone").succeeded()).isTrue();
    String packet = String.format("%04x", line.length() + 4) + line + "0000";
    HttpResponse<String> response =
        ask(
            "POST",
            "/hello.git/git-receive-pack",
            packet,
            "Content-Type",
            "application/x-git-receive-pack-request");
    assertThat(response.body()).contains("unpack ok", "ok refs/heads/gone");
    assertThat(repo.remote("refs/heads/gone")).isEmpty();

    assertThat(repo.push("HEAD:refs/heads/gone").succeeded()).isTrue();
    String silent = line.replace(" report-status", "");
    ask(
        "POST",
        "/hello.git/git-receive-pack",
        String.format("%04x", silent.length() + 4) + silent + "0000",
        "Content-Type",
        "application/x-git-receive-pack-request");
    assertThat(repo.remote("refs/heads/gone")).isEmpty();
  }
}
