package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.core.routing.MeshPage;
import dev.dynogrid.core.routing.MeshRequest;
import dev.dynogrid.core.routing.MeshStage;
import dev.dynogrid.core.routing.StageVerdict;
import dev.dynogrid.core.testkit.Apps;
import dev.dynogrid.core.testkit.Await;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.MeshClient;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients read that an app does not say: its own pages, and an integrator's. */
class AppPagesIT {
  @TempDir Path folder;

  @Test
  void anAppShowsItsOwnPagesInMaintenanceAndWhereItHasNoDynos() throws Exception {
    try (TestPlatform platform = TestPlatform.start(folder)) {
      GitRepo.Result pushed = Apps.web(platform.repo("hello"), "Hello").deploy();
      assertThat(pushed.succeeded()).as(pushed.output()).isTrue();
      AppId app = platform.app("hello");
      platform
          .platform()
          .config()
          .set(
              app,
              Map.of(
                  "MAINTENANCE_PAGE_URL", "data:text/html,%3Ch1%3EBack%20soon%3C/h1%3E",
                  "ERROR_PAGE_URL", "data:text/plain,Sorry"));
      assertThat(platform.get("hello", "/").body()).isEqualTo("Hello");

      platform.platform().apps().setMaintenance(app, true);
      awaitPage(platform, "H80", "<h1>Back soon</h1>");
      platform.platform().apps().setMaintenance(app, false);
      Await.until("service", () -> platform.get("hello", "/").status() == 200);
      platform.platform().formation().scale(app, "web", 0);
      awaitPage(platform, "H14", "Sorry");
    }
  }

  private static void awaitPage(TestPlatform platform, String code, String page) throws Exception {
    Await.until(
        "the page for " + code,
        () -> {
          MeshClient.Response response = platform.get("hello", "/");
          return response.status() == 503
              && response.headers().getOrDefault("x-dynogrid-error", "").equals(code)
              && response.body().equals(page);
        });
  }

  @Test
  void anIntegratorsStagesAndPagesAreInTheMeshOfThePlatform() throws Exception {
    MeshStage closedDoor =
        new MeshStage() {
          @Override
          public StageVerdict onRequest(MeshRequest request) {
            return request.target().equals("/closed")
                ? StageVerdict.answer(403, MeshPage.html("closed"))
                : StageVerdict.pass();
          }
        };
    try (TestPlatform platform =
        TestPlatform.start(
            folder,
            builder ->
                builder.mesh(
                    mesh ->
                        mesh.withStages(List.of(closedDoor))
                            .withErrorPages(
                                failure -> Optional.of(MeshPage.html(failure.title())))))) {
      platform.platform().apps().create("hello");
      assertThat(platform.get("hello", "/closed").status()).isEqualTo(403);
      assertThat(platform.get("hello", "/").body()).isEqualTo("Blank app");
    }
  }
}
