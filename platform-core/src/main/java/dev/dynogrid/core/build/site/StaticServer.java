package dev.dynogrid.core.build.site;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of a site: index files, clean URLs, {@code 404.html}, validators. Whatever is
 * hidden or lies outside is not there. One class without others, since it is copied into slugs.
 */
public final class StaticServer {
  private static final int THREADS = 16;
  private static final int NO_BODY = -1;

  private StaticServer() {}

  /** Serves the folder {@code arguments[0]} on {@code $PORT} until the process ends. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]).toRealPath();
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/", exchange -> serve(root, exchange));
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.start();
  }

  private static void serve(Path root, HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, NO_BODY);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      @Nullable Path file = path == null ? null : find(root, path);
      if (file != null) {
        send(exchange, file, 200);
      } else if (path != null && !path.endsWith("/") && find(root, path + "/") != null) {
        exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getRawPath() + "/");
        exchange.sendResponseHeaders(301, NO_BODY);
      } else {
        missing(root, exchange);
      }
    }
  }

  private static @Nullable Path find(Path root, String path) throws IOException {
    String relative = path.replaceAll("^/+", "");
    for (String part : relative.split("/")) {
      if (part.startsWith(".") || part.indexOf('\0') >= 0) {
        return null;
      }
    }
    Path wanted = root.resolve(relative).normalize();
    Path[] candidates =
        path.endsWith("/")
            ? new Path[] {wanted.resolve("index.html")}
            : new Path[] {wanted, Path.of(wanted + ".html")};
    for (Path candidate : candidates) {
      if (Files.isRegularFile(candidate) && candidate.toRealPath().startsWith(root)) {
        return candidate;
      }
    }
    return null;
  }

  private static void send(HttpExchange exchange, Path file, int status) throws IOException {
    long size = Files.size(file);
    Instant modified = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
    String tag =
        "\"" + Long.toHexString(modified.getEpochSecond()) + "-" + Long.toHexString(size) + "\"";
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type(file.getFileName().toString().toLowerCase(Locale.ROOT)));
    headers.set("ETag", tag);
    headers.set(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atOffset(ZoneOffset.UTC)));
    headers.set("Cache-Control", "public, max-age=0, must-revalidate");
    if (status == 200 && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, NO_BODY);
    } else if (exchange.getRequestMethod().equals("HEAD") || size == 0) {
      headers.set("Content-Length", Long.toString(size));
      exchange.sendResponseHeaders(status, NO_BODY);
    } else {
      exchange.sendResponseHeaders(status, size);
      try (InputStream in = Files.newInputStream(file)) {
        in.transferTo(exchange.getResponseBody());
      }
    }
  }

  private static void missing(Path root, HttpExchange exchange) throws IOException {
    Path page = root.resolve("404.html");
    if (Files.isRegularFile(page)) {
      send(exchange, page, 404);
      return;
    }
    byte[] text = "Not found\n".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(404, head ? NO_BODY : text.length);
    if (!head) {
      exchange.getResponseBody().write(text);
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html", "htm" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "json", "map" -> "application/json";
      case "txt", "md" -> "text/plain; charset=utf-8";
      case "xml" -> "application/xml";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "gif" -> "image/gif";
      case "webp" -> "image/webp";
      case "avif" -> "image/avif";
      case "ico" -> "image/x-icon";
      case "woff2" -> "font/woff2";
      case "woff" -> "font/woff";
      case "wasm" -> "application/wasm";
      case "pdf" -> "application/pdf";
      case "mp4" -> "video/mp4";
      default -> "application/octet-stream";
    };
  }
}
