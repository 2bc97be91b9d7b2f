package dev.dynogrid.tck;

import dev.dynogrid.api.Platform;
import dev.dynogrid.api.log.LogLine;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.DynogridException;
import dev.dynogrid.api.model.Endpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a platform for tests, and closes it after them. In a static field it is one platform for
 * all tests of the class; in another field, one for each test:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final WholePlatform platforms =
 *     WholePlatform.of(
 *         folder -> Dynogrid.builder().dataDirectory(folder).port(0).controlPort(0).build());
 *
 * @Test
 * void anAppAnswers(Platform platform) throws Exception {
 *   App app = platform.apps().create("hello");
 *   platform.releases().deploy(app.id(), TestSource.of(Path.of("app")), new RecordedOutput());
 *   assertThat(platforms.get("hello", "/").body()).isEqualTo("Hello");
 * }
 * }</pre>
 *
 * <p>A test gets the platform as a parameter, or from {@link #platform}. When a test fails, the
 * logs of all apps are printed. The kit does not know how a platform is made: the function does, so
 * that it can be one with any providers.
 */
public final class WholePlatform
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final int LINES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Maker maker;
  private final PrintStream out;
  private volatile @Nullable Started ofClass;
  private volatile @Nullable Started ofTest;

  /** Makes a platform that has not been started, with all that it keeps in a folder. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Makes it.
     *
     * @param folder empty; removed after the tests
     */
    Platform make(Path folder) throws Exception;
  }

  /**
   * An answer to a request.
   *
   * @param status such as 200
   * @param body as text
   * @param code why the mesh answered by itself, such as {@code H10}; empty if an app answered
   */
  public record Answer(int status, String body, String code) {}

  private record Started(Platform platform, Path folder) {
    static Started by(Maker maker) throws Exception {
      Path folder = Files.createTempDirectory("dynogrid");
      try {
        Platform platform = maker.make(folder);
        platform.start();
        return new Started(platform, folder);
      } catch (Exception e) {
        remove(folder);
        throw e;
      }
    }

    void end() throws IOException {
      platform.close();
      remove(folder);
    }
  }

  private WholePlatform(Maker maker, PrintStream out) {
    this.maker = Objects.requireNonNull(maker, "maker");
    this.out = out;
  }

  /** A platform that this function makes; logs of failed tests go to standard error. */
  public static WholePlatform of(Maker maker) {
    return printingTo(System.err, maker);
  }

  /** The same with logs of failed tests going elsewhere. */
  public static WholePlatform printingTo(PrintStream out, Maker maker) {
    return new WholePlatform(maker, out);
  }

  /** The platform of the test that runs. */
  public Platform platform() {
    return started().platform();
  }

  /** Where the platform keeps everything. */
  public Path folder() {
    return started().folder();
  }

  private Started started() {
    @Nullable Started now = ofTest == null ? ofClass : ofTest;
    if (now == null) {
      throw new IllegalStateException(
          "no platform runs: is WholePlatform in a field with @RegisterExtension?");
    }
    return now;
  }

  /** Asks an app through the mesh, by its host name. */
  public Answer get(String app, String path) throws IOException {
    Endpoint mesh = platform().addresses().mesh();
    String host = app + "." + platform().addresses().domain();
    try (TestClient client = new TestClient(mesh, PATIENCE)) {
      HttpText answer = client.sendGet(host, path).read();
      return new Answer(answer.status(), answer.body(), answer.header("x-dynogrid-error"));
    }
  }

  /** Called for static fields only. */
  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    ofClass = Started.by(maker);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (ofClass == null) {
      ofTest = Started.by(maker);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    @Nullable Started own = ofTest;
    try {
      if (context.getExecutionException().isPresent() && (own != null || ofClass != null)) {
        printLogs(context.getDisplayName());
      }
    } finally {
      ofTest = null;
      if (own != null) {
        own.end();
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    @Nullable Started own = ofClass;
    ofClass = null;
    if (own != null) {
      own.end();
    }
  }

  private void printLogs(String test) {
    try {
      for (App app : platform().apps().list()) {
        out.println("---- log of " + app.name() + ", after " + test + " failed");
        List<LogLine> lines = platform().logs().recent(app.id(), LINES);
        lines.forEach(out::println);
      }
    } catch (DynogridException e) {
      out.println("---- the logs cannot be read: " + e.getMessage());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Platform.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return platform();
  }

  /** Slugs are read-only, their folders too. */
  private static void remove(Path tree) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = walk.toList();
    }
    for (Path path : all) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    }
    for (Path path : all.stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
  }
}
