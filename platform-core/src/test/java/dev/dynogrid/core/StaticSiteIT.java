package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.MeshClient;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sites of files. */
class StaticSiteIT {
  @TempDir Path folder;

  @Test
  void theSampleHasCleanAddressesItsOwnErrorPageAndTheHeadersThatItAsksFor() throws Exception {
    try (TestPlatform platform = TestPlatform.start(folder)) {
      GitRepo repo = Samples.copy("static-site", platform.repo("app"));
      GitRepo.Result result = repo.deploy();
      assertThat(result.output()).contains("-----> Static app detected");
      assertThat(result.succeeded()).as(result.output()).isTrue();
      MeshClient.Response index = platform.get("app", "/");
      assertThat(index.body()).contains("Hello from a static site");
      assertThat(index.headers()).containsEntry("content-type", "text/html; charset=utf-8");
      assertThat(platform.get("app", "/about").body()).contains("About this site");
      assertThat(platform.get("app", "/docs").headers()).containsEntry("location", "/docs/");
      assertThat(platform.get("app", "/docs/").headers()).containsEntry("x-robots-tag", "noindex");
      assertThat(platform.get("app", "/handbook").status()).isEqualTo(302);
      MeshClient.Response missing = platform.get("app", "/nowhere");
      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.body()).contains("There is no such page");
      assertThat(platform.get("app", "/static.json").status()).isEqualTo(404);
      repo.write("about.html", "<h1>another</h1>");
      assertThat(repo.deploy().succeeded()).isTrue();
      assertThat(platform.get("app", "/about").body()).isEqualTo("<h1>another</h1>");
    }
  }
}
