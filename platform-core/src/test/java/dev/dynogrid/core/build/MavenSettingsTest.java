package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenSettingsTest {
  @TempDir Path folder;

  @Test
  void buildsLearnOfMirrorsAndProxiesButOfNoSecret() throws Exception {
    Path user = folder.resolve("user.xml");
    Files.writeString(
        user,
        """
        <settings xmlns="http://maven.apache.org/SETTINGS/1.2.0">
          <servers><server><id>m</id><username>u</username><password>s3cret</password></server>
          </servers>
          <mirrors>
            <mirror><id>m</id><mirrorOf>central</mirrorOf><url>https://mirror.example/</url></mirror>
            <mirror><id>n</id><mirrorOf>*</mirrorOf><url>https://u:s3cret@n.example/</url></mirror>
          </mirrors>
          <proxies>
            <proxy><host>proxy.example</host><port>3128</port><username>u</username>
              <password>s3cret</password></proxy>
          </proxies>
          <profiles><profile><properties><token>s3cret</token></properties></profile></profiles>
        </settings>
        """);
    Path machine = folder.resolve("machine.xml");
    Files.writeString(
        machine,
        "<settings><mirrors><mirror><id>b</id><blocked>true</blocked></mirror></mirrors></settings>");
    String text = MavenSettings.publicPart(List.of(user, folder.resolve("not-there.xml"), machine));
    assertThat(text)
        .contains("<url>https://mirror.example/</url>", "<host>proxy.example</host>")
        .contains("<port>3128</port>", "<blocked>true</blocked>")
        .doesNotContain("s3cret", "<username>", "n.example", "servers", "profiles");
    assertThat(text.indexOf("mirror.example")).isLessThan(text.indexOf("blocked"));
  }

  @Test
  void withoutSettingsThereIsNothingToLearn() throws Exception {
    assertThat(MavenSettings.publicPart(List.of())).contains("<mirrors/>", "<proxies/>");
  }
}
