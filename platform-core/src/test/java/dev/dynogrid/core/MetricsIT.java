package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.Endpoint;
import dev.dynogrid.api.routing.RequestExplanation;
import dev.dynogrid.api.routing.RouterCode;
import dev.dynogrid.core.testkit.MeshClient;
import dev.dynogrid.core.testkit.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a platform tells of its requests: meters on the control port, and why. */
class MetricsIT {
  @TempDir Path folder;

  private static HttpResponse<String> scrape(TestPlatform platform, String method, String key)
      throws IOException, InterruptedException {
    Endpoint control = platform.platform().addresses().control();
    String credentials =
        Base64.getEncoder().encodeToString(("prometheus:" + key).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + control.port() + "/metrics"))
            .header("Authorization", "Basic " + credentials)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void metersAreOnTheControlPortForThoseWhoHaveTheKey() throws Exception {
    SimpleMeterRegistry mine = new SimpleMeterRegistry();
    try (TestPlatform platform =
        TestPlatform.start(folder, builder -> builder.meterRegistry(mine))) {
      platform.platform().apps().create("hello");
      MeshClient.Response blank = platform.get("hello", "/");
      assertThat(blank.headers()).containsEntry("x-dynogrid-error", "H81");
      HttpResponse<String> metrics = scrape(platform, "GET", TestPlatform.KEY);
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body())
          .contains(
              "dynogrid_mesh_requests_total{status=\"5xx\"} 1.0",
              "dynogrid_mesh_errors_total{code=\"H81\"} 1.0",
              "dynogrid_mesh_first_byte_seconds_bucket{le=\"0.001\"} 0",
              "jvm_memory_used_bytes");
      assertThat(mine.get("dynogrid.mesh.requests").tags("status", "5xx").functionCounter().count())
          .isEqualTo(1);
      assertThat(scrape(platform, "GET", "another-key").statusCode()).isEqualTo(401);
      assertThat(scrape(platform, "DELETE", TestPlatform.KEY).statusCode()).isEqualTo(405);
    }
    assertThat(mine.getMeters()).isEmpty();
  }

  @Test
  void aRequestThatFailedIsExplained() throws Exception {
    try (TestPlatform platform = TestPlatform.start(folder)) {
      platform.platform().apps().create("hello");
      platform.get("hello", "/");
      String line = platform.platform().logs().recent(platform.app("hello"), 1).get(0).text();
      String id = line.replaceAll(".* request_id=(\\S+) .*", "$1");
      RequestExplanation why = platform.platform().why().request(id).orElseThrow();
      assertThat(why.code()).contains(RouterCode.H81);
      assertThat(why.app()).contains(platform.app("hello"));
      assertThat(platform.platform().why().request("unknown")).isEmpty();
    }
  }
}
