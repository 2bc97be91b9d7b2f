package dev.dynogrid.core.build.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexSettingsTest {
  @Test
  void buildsKnowTheWayToIndexesButNoPasswordAndNothingElse() {
    assertThat(
            IndexSettings.in(
                Map.of(
                    "PIP_INDEX_URL", "https://mirror.example.com/simple",
                    "PIP_EXTRA_INDEX_URL", "https://user:secret@example.com/simple",
                    "https_proxy", "http://proxy.example.com:3128",
                    "HTTP_PROXY", "http://user@proxy.example.com:3128",
                    "BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/", "https://mirror.example.com/",
                    "AWS_SECRET_ACCESS_KEY", "secret")))
        .containsOnlyKeys("PIP_INDEX_URL", "https_proxy", "BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/");
  }
}
