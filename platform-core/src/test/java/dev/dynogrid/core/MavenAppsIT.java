package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java apps built by Maven, pushed by the real git and read through the mesh. */
class MavenAppsIT {
  private static final String SOURCE = "src/main/java/hello/Main.java";

  private static final String MODULES =
      "<modules><module>text</module><module>web</module></modules>";
  private static final String TEXT =
      "<dependencies><dependency><groupId>a</groupId><artifactId>text</artifactId>"
          + "<version>1</version></dependency></dependencies>";
  private static final String MAIN_CLASS =
      "<build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive>"
          + "<manifest><mainClass>hello.Main</mainClass></manifest></archive></configuration>"
          + "</plugin></plugins></build>";
  private static final String BOOT_SOURCE = "src/main/java/com/example/DemoApplication.java";
  private static final String BOOT =
      """
      package com.example;

      import org.springframework.boot.SpringApplication;
      import org.springframework.boot.autoconfigure.SpringBootApplication;
      import org.springframework.web.bind.annotation.GetMapping;
      import org.springframework.web.bind.annotation.RestController;

      @SpringBootApplication
      @RestController
      public class DemoApplication {
        public static void main(String[] args) {
          SpringApplication.run(DemoApplication.class, args);
        }

        @GetMapping("/")
        String home() {
          return "Hello from Spring Boot";
        }
      }
      """;
  private static final String SPRING_BOOT =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <parent>
          <groupId>org.springframework.boot</groupId>
          <artifactId>spring-boot-starter-parent</artifactId>
          <version>3.4.1</version>
          <relativePath/>
        </parent>
        <groupId>com.example</groupId>
        <artifactId>demo</artifactId>
        <version>0.0.1-SNAPSHOT</version>
        <properties>
          <java.version>17</java.version>
        </properties>
        <dependencies>
          <dependency>
            <groupId>org.springframework.boot</groupId>
            <artifactId>spring-boot-starter-web</artifactId>
          </dependency>
          <dependency>
            <groupId>org.springframework.boot</groupId>
            <artifactId>spring-boot-starter-test</artifactId>
            <scope>test</scope>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <groupId>org.springframework.boot</groupId>
              <artifactId>spring-boot-maven-plugin</artifactId>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  @TempDir static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() {
    Samples.needProgram("mvn");
    // The usual limits: a JVM may take 90 s to boot where the machine is busy.
    platform = TestPlatform.start(folder, builder -> builder.limits(PlatformLimits.usual()));
  }

  @AfterAll
  static void close() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void anAppIsBuiltServedChangedAndRefusedWithFileAndLine() throws Exception {
    GitRepo repo = Samples.copy("maven-hello", platform.repo("maven"));
    GitRepo.Result first = repo.deploy();
    assertThat(first.succeeded()).as(first.output()).isTrue();
    assertThat(first.output()).contains("-----> Java app detected");
    assertThat(platform.get("maven", "/").body()).isEqualTo("Hello from Maven\n");

    String source = Files.readString(repo.folder().resolve(SOURCE));
    GitRepo.Result second = repo.write(SOURCE, source.replace("Hello", "Good day")).deploy();
    assertThat(second.succeeded()).as(second.output()).isTrue();
    assertThat(platform.get("maven", "/").body()).isEqualTo("Good day from Maven\n");

    GitRepo.Result third = repo.write(SOURCE, source.replace("int port =", "int port")).deploy();
    assertThat(third.succeeded()).isFalse();
    assertThat(third.output()).contains(" !     " + SOURCE + ":13: ';' expected");
    assertThat(platform.get("maven", "/").body()).isEqualTo("Good day from Maven\n");
  }

  @Test
  @Tag("long")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aSpringBootAppDeploysAsItIs() throws Exception {
    GitRepo repo = platform.repo("boot").write("pom.xml", SPRING_BOOT).write(BOOT_SOURCE, BOOT);
    GitRepo.Result first = repo.deploy();
    assertThat(first.succeeded()).as(first.output()).isTrue();
    assertThat(platform.get("boot", "/").body()).isEqualTo("Hello from Spring Boot");

    GitRepo.Result second = repo.write(BOOT_SOURCE, BOOT.replace("Hello", "Good day")).deploy();
    assertThat(second.succeeded()).as(second.output()).isTrue();
    assertThat(platform.get("boot", "/").body()).isEqualTo("Good day from Spring Boot");
  }

  @Test
  @Tag("long")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aModuleWhoseThinJarNeedsOthersRunsWithThemBesideIt() throws Exception {
    GitRepo repo =
        platform
            .repo("modules")
            .write("pom.xml", pom("parent", "<packaging>pom</packaging>" + MODULES))
            .write("text/pom.xml", module("text", ""))
            .write(
                "text/src/main/java/text/Text.java",
                "package text;\npublic class Text {\n"
                    + "  public static String of() { return \"from a module\"; }\n}\n")
            .write("web/pom.xml", module("web", TEXT + MAIN_CLASS))
            .write(
                "web/" + SOURCE,
                Files.readString(Samples.folder("maven-hello").resolve(SOURCE))
                    .replace("\"Hello from Maven\\n\"", "text.Text.of()"));
    GitRepo.Result first = repo.deploy();
    assertThat(first.succeeded()).as(first.output()).isTrue();
    assertThat(platform.get("modules", "/").body()).isEqualTo("from a module");
  }

  @Test
  void anIndexThatIsOutOfReachIsToldAtOnce() throws Exception {
    GitRepo repo =
        Samples.copy("maven-hello", platform.repo("unreached"))
            .write(
                "settings.xml",
                "<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf>"
                    + "<url>http://127.0.0.1:1/</url></mirror></mirrors></settings>");
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output()).contains("127.0.0.1:1", "the package index is out of reach");
  }

  private static String module(String name, String content) {
    return pom(
        name,
        "<parent><groupId>a</groupId><artifactId>parent</artifactId><version>1</version></parent>"
            + content);
  }

  private static String pom(String name, String content) {
    return "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>"
        + name
        + "</artifactId><version>1</version>"
        + "<properties><maven.compiler.source>17</maven.compiler.source>"
        + "<maven.compiler.target>17</maven.compiler.target></properties>"
        + content
        + "</project>";
  }
}
