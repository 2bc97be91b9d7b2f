package dev.dynogrid.core.testkit;

import dev.dynogrid.api.Platform;
import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.AppName;
import dev.dynogrid.core.Dynogrid;
import dev.dynogrid.core.PlatformLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A started platform on free ports, with an API key that the tests know. */
public final class TestPlatform implements AutoCloseable {
  public static final String KEY = "test-key-of-the-platform";

  private final Platform platform;
  private final Path folder;

  private TestPlatform(Platform platform, Path folder) {
    this.platform = platform;
    this.folder = folder;
  }

  public static TestPlatform start(Path folder) {
    return start(folder, builder -> builder);
  }

  public static TestPlatform start(Path folder, UnaryOperator<Dynogrid.Builder> more) {
    Platform platform = more.apply(builder(folder)).build();
    platform.start();
    return new TestPlatform(platform, folder);
  }

  public static Dynogrid.Builder builder(Path folder) {
    return Dynogrid.builder()
        .dataDirectory(folder.resolve("data"))
        .port(0)
        .controlPort(0)
        .apiKey(KEY)
        .createOnPush(true)
        .limits(limits());
  }

  /** Shorter than usual, so that what fails by time fails soon. */
  public static PlatformLimits limits() {
    return PlatformLimits.usual()
        .withBootTimeout(Duration.ofSeconds(20))
        .withErrorPatience(Duration.ofMillis(500))
        .withStopTimes(Duration.ofSeconds(10), Duration.ofSeconds(5));
  }

  public Platform platform() {
    return platform;
  }

  public AppId app(String name) {
    return platform.apps().find(name).orElseThrow().id();
  }

  /** A repository that pushes to the app of that name. */
  public GitRepo repo(String app) throws IOException, InterruptedException {
    return GitRepo.create(folder.resolve("repo-" + app), url(app));
  }

  public String url(String app) {
    return platform
        .addresses()
        .gitUrl(new AppName(app))
        .replace("http://", "http://test:" + KEY + "@");
  }

  public MeshClient.Response get(String app, String path) throws IOException {
    return mesh().get(app + ".localhost", path);
  }

  public MeshClient mesh() {
    return new MeshClient(platform.addresses().mesh().port());
  }

  @Override
  public void close() {
    platform.close();
  }
}
