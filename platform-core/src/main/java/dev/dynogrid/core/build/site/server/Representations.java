package dev.dynogrid.core.build.site.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Files as answers: which variant, whether it is new to the client, and which part of it. */
final class Representations {
  /** A digest of the content is the same after a deploy that does not change the file. */
  private static final long MOST_DIGESTED = 4L * 1024 * 1024;

  private static final int MOST_KNOWN = 10_000;
  private static final int TAG_BYTES = 12;

  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  /** The tag of a file while it is as it was. */
  private record Known(long size, Instant modified, String tag) {}

  /**
   * The answer that is a file.
   *
   * @param path of the request, which decides how long it may be kept
   * @param status 200, or that of an error page
   */
  SiteAnswer answer(SiteRequest request, Path page, String path, int status) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", MediaTypes.of(page.getFileName().toString()));
    headers.put("X-Content-Type-Options", "nosniff");
    Path file = variant(request, page, headers);
    long size = Files.size(file);
    Instant modified = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
    headers.put("Cache-Control", CacheRule.of(path));
    if (status != 200) {
      headers.put("Content-Length", Long.toString(size));
      return new SiteAnswer(status, headers, new SiteAnswer.Part(file, 0, size));
    }
    String tag = tag(file, size, modified);
    headers.put("ETag", tag);
    headers.put(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atOffset(ZoneOffset.UTC)));
    headers.put("Accept-Ranges", "bytes");
    if (isKnown(request, tag, modified)) {
      headers.remove("Content-Type");
      return new SiteAnswer(304, headers, SiteAnswer.Text.NONE);
    }
    Optional<ByteRange> range =
        request
            .header("range")
            .filter(header -> mayBePart(request, tag, modified))
            .flatMap(header -> ByteRange.of(header, size));
    return range.isPresent() ? part(file, size, range.get(), headers) : whole(file, size, headers);
  }

  private static SiteAnswer whole(Path file, long size, Map<String, String> headers) {
    headers.put("Content-Length", Long.toString(size));
    return new SiteAnswer(200, headers, new SiteAnswer.Part(file, 0, size));
  }

  private static SiteAnswer part(
      Path file, long size, ByteRange range, Map<String, String> headers) {
    if (range.length() == 0) {
      return SiteAnswer.text(416, "Range not satisfiable\n")
          .with(Map.of("Content-Range", "bytes */" + size));
    }
    long last = range.offset() + range.length() - 1;
    headers.put("Content-Range", "bytes " + range.offset() + "-" + last + "/" + size);
    headers.put("Content-Length", Long.toString(range.length()));
    return new SiteAnswer(206, headers, new SiteAnswer.Part(file, range.offset(), range.length()));
  }

  /** The file itself, or a compressed one beside it that the client takes. */
  private static Path variant(SiteRequest request, Path page, Map<String, String> headers) {
    Path chosen = page;
    for (List<String> coding : List.of(List.of("gzip", ".gz"), List.of("br", ".br"))) {
      Path compressed = page.resolveSibling(page.getFileName() + coding.get(1));
      if (Files.isRegularFile(compressed)) {
        headers.put("Vary", "Accept-Encoding");
        if (takes(request.header("accept-encoding").orElse(""), coding.get(0))) {
          headers.put("Content-Encoding", coding.get(0));
          chosen = compressed;
        }
      }
    }
    return chosen;
  }

  private static boolean takes(String acceptEncoding, String coding) {
    return Arrays.stream(acceptEncoding.split(","))
        .map(part -> part.replaceAll("\\s", ""))
        .anyMatch(
            part ->
                part.equals(coding)
                    || (part.startsWith(coding + ";q=") && !part.matches(".*;q=0(\\.0*)?")));
  }

  private static boolean isKnown(SiteRequest request, String tag, Instant modified) {
    Optional<String> tags = request.header("if-none-match");
    if (tags.isPresent()) {
      return Arrays.stream(tags.get().split(","))
          .map(String::strip)
          .anyMatch(one -> one.equals("*") || one.replaceFirst("^W/", "").equals(tag));
    }
    return request
        .header("if-modified-since")
        .flatMap(Representations::time)
        .filter(since -> !modified.isAfter(since))
        .isPresent();
  }

  /** Whether what the client has of the file is of the file as it is now. */
  private static boolean mayBePart(SiteRequest request, String tag, Instant modified) {
    Optional<String> condition = request.header("if-range").map(String::strip);
    return condition.isEmpty()
        || condition.get().equals(tag)
        || time(condition.get()).filter(modified::equals).isPresent();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private String tag(Path file, long size, Instant modified) throws IOException {
    Known before = known.get(file);
    if (before != null && before.size() == size && before.modified().equals(modified)) {
      return before.tag();
    }
    String tag =
        size <= MOST_DIGESTED
            ? digest(file)
            : Long.toHexString(modified.getEpochSecond()) + "-" + Long.toHexString(size);
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(file, new Known(size, modified, "\"" + tag + "\""));
    return "\"" + tag + "\"";
  }

  private static String digest(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
