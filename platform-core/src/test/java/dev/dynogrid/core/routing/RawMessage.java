package dev.dynogrid.core.routing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A message as it stood on the wire, read by the plainest reader there is. */
record RawMessage(String startLine, List<String> headerLines, String body, List<String> trailers) {
  static RawMessage read(InputStream in, boolean response, boolean bodiless) throws IOException {
    String start = line(in);
    List<String> headers = lines(in);
    RawMessage head = new RawMessage(start, headers, "", List.of());
    if (bodiless || (response && head.hasNoBody())) {
      return head;
    }
    if (head.has("transfer-encoding")) {
      String body = chunks(in);
      return new RawMessage(start, headers, body, lines(in));
    }
    byte[] body = new byte[0];
    if (head.has("content-length")) {
      body = in.readNBytes(Integer.parseInt(head.header("content-length")));
    } else if (response) {
      body = in.readAllBytes();
    }
    return new RawMessage(start, headers, new String(body, StandardCharsets.ISO_8859_1), List.of());
  }

  /** Reads no further than the head. */
  static RawMessage readHead(InputStream in) throws IOException {
    return read(in, true, true);
  }

  private boolean hasNoBody() {
    return status() < 200 || status() == 204 || status() == 304;
  }

  private static String chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(in.readNBytes(size));
      line(in);
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static List<String> lines(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    return lines;
  }

  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed after: " + line.toString(StandardCharsets.ISO_8859_1));
      }
      line.write(c);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  int status() {
    return Integer.parseInt(startLine.split(" ", -1)[1]);
  }

  String method() {
    return startLine.split(" ", -1)[0];
  }

  String path() {
    return startLine.split(" ", -1)[1];
  }

  boolean has(String name) {
    return !all(name).isEmpty();
  }

  /** The value of a header, or the empty string. */
  String header(String name) {
    return String.join(" | ", all(name));
  }

  /** The values of a header, in their order. */
  List<String> all(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return headerLines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }
}
