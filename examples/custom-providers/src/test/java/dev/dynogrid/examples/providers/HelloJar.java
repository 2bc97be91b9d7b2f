package dev.dynogrid.examples.providers;

import dev.dynogrid.api.build.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** What continuous integration has built: one jar, which answers with its service's name. */
record HelloJar(Path workshop) implements SourceTree {
  private static final String SOURCE =
      """
      import com.sun.net.httpserver.HttpServer;
      import java.net.InetSocketAddress;

      public class Hello {
        public static void main(String[] arguments) throws Exception {
          int port = Integer.parseInt(System.getenv("PORT"));
          byte[] body = System.getenv("OTEL_SERVICE_NAME").getBytes();
          HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
          server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
          server.start();
        }
      }
      """;

  @Override
  public String digest() {
    return "hello-1.0";
  }

  @Override
  public Optional<String> version() {
    return Optional.empty();
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    Path source = Files.writeString(workshop.resolve("Hello.java"), SOURCE);
    Path classes = Files.createDirectories(workshop.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    if (status != 0) {
      throw new IOException("the app does not compile");
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Hello");
    Path file = directory.resolve("hello.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        Stream<Path> files = Files.list(classes)) {
      for (Path compiled : List.copyOf(files.toList())) {
        jar.putNextEntry(new JarEntry(compiled.getFileName().toString()));
        Files.copy(compiled, jar);
      }
    }
  }
}
