package dev.dynogrid.core.build.site.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The media types of files, by the ends of their names. */
final class MediaTypes {
  private static final String UNKNOWN = "application/octet-stream";
  private static final Map<String, String> TYPES = new HashMap<>();

  static {
    add("text/html; charset=utf-8", "html", "htm");
    add("text/css; charset=utf-8", "css");
    add("text/javascript; charset=utf-8", "js", "mjs", "cjs");
    add("text/plain; charset=utf-8", "txt", "text", "log");
    add("text/markdown; charset=utf-8", "md");
    add("text/csv; charset=utf-8", "csv");
    add("text/calendar; charset=utf-8", "ics");
    add("text/vtt; charset=utf-8", "vtt");
    add("application/json", "json", "map");
    add("application/manifest+json", "webmanifest");
    add("application/ld+json", "jsonld");
    add("application/geo+json", "geojson");
    add("application/xml", "xml", "xsl");
    add("application/rss+xml", "rss");
    add("application/atom+xml", "atom");
    add("application/xhtml+xml; charset=utf-8", "xhtml");
    add("application/pdf", "pdf");
    add("application/wasm", "wasm");
    add("application/zip", "zip");
    add("application/gzip", "gz", "tgz");
    add("application/epub+zip", "epub");
    add("application/rtf", "rtf");
    add("application/vnd.ms-fontobject", "eot");
    add("image/svg+xml", "svg");
    add("image/png", "png");
    add("image/apng", "apng");
    add("image/jpeg", "jpg", "jpeg");
    add("image/gif", "gif");
    add("image/webp", "webp");
    add("image/avif", "avif");
    add("image/bmp", "bmp");
    add("image/tiff", "tif", "tiff");
    add("image/x-icon", "ico", "cur");
    add("font/woff2", "woff2");
    add("font/woff", "woff");
    add("font/ttf", "ttf");
    add("font/otf", "otf");
    add("audio/mpeg", "mp3");
    add("audio/ogg", "ogg", "oga", "opus");
    add("audio/wav", "wav");
    add("audio/mp4", "m4a");
    add("audio/flac", "flac");
    add("video/mp4", "mp4", "m4v");
    add("video/webm", "webm");
    add("video/ogg", "ogv");
    add("video/quicktime", "mov");
    add("model/gltf-binary", "glb");
  }

  private MediaTypes() {}

  private static void add(String type, String... endings) {
    for (String ending : endings) {
      TYPES.put(ending, type);
    }
  }

  static String of(String fileName) {
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(ending, UNKNOWN);
  }
}
