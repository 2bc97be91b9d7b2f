package dev.dynogrid.core.runtime;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.DynoId;
import dev.dynogrid.api.model.DynoName;
import dev.dynogrid.api.model.HostId;
import dev.dynogrid.api.model.ReleaseId;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.api.runtime.DynoSpec;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What is written down of a dyno in its directory, so that a platform that knows nothing can list
 * it. Holds no secrets.
 */
record DynoRecord(
    DynoId id,
    AppId app,
    ReleaseId release,
    DynoName name,
    HostId host,
    SlugId slug,
    OptionalInt port,
    boolean attached,
    Instant startedAt) {
  private static final String FILE = "dyno";

  static DynoRecord of(
      DynoSpec spec, HostId host, OptionalInt port, boolean attached, Instant startedAt) {
    return new DynoRecord(
        spec.id(),
        spec.app(),
        spec.release(),
        spec.name(),
        host,
        spec.slug().id(),
        port,
        attached,
        startedAt);
  }

  /** In one step, so that a directory has a whole record or none. */
  void writeTo(Path directory) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("id", id.toString());
    properties.setProperty("app", app.toString());
    properties.setProperty("release", release.toString());
    properties.setProperty("name", name.toString());
    properties.setProperty("host", host.toString());
    properties.setProperty("slug", slug.toString());
    port.ifPresent(number -> properties.setProperty("port", Integer.toString(number)));
    properties.setProperty("attached", Boolean.toString(attached));
    properties.setProperty("startedAt", startedAt.toString());
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Path beside = directory.resolve(FILE + ".new");
    Files.writeString(beside, text.toString());
    Files.move(beside, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  static DynoRecord readFrom(Path directory) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(directory.resolve(FILE))));
    String port = properties.getProperty("port");
    return new DynoRecord(
        DynoId.parse(value(properties, "id")),
        AppId.parse(value(properties, "app")),
        ReleaseId.parse(value(properties, "release")),
        DynoName.parse(value(properties, "name")),
        HostId.parse(value(properties, "host")),
        new SlugId(value(properties, "slug")),
        port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)),
        Boolean.parseBoolean(value(properties, "attached")),
        Instant.parse(value(properties, "startedAt")));
  }

  private static String value(Properties properties, String key) throws IOException {
    String value = properties.getProperty(key);
    if (value == null) {
      throw new IOException("the record of a dyno lacks its " + key);
    }
    return value;
  }
}
