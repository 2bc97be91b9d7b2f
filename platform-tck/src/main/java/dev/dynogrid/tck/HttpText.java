package dev.dynogrid.tck;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request or a response of HTTP/1.1, as it came over a connection.
 *
 * @param start the request line or the status line
 * @param headers {@code name: value}, as they came
 * @param body without its framing
 */
record HttpText(String start, List<String> headers, String body) {
  /** Reads one; {@code EOFException} if the connection ends before it is whole. */
  static HttpText read(InputStream in, boolean response) throws IOException {
    String start = line(in);
    List<String> headers = new ArrayList<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      headers.add(header);
    }
    HttpText head = new HttpText(start, headers, "");
    return new HttpText(start, headers, head.body(in, response));
  }

  private String body(InputStream in, boolean response) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.writeBytes(exactly(in, size));
        line(in);
      }
      line(in);
    } else if (!header("content-length").isEmpty()) {
      body.writeBytes(exactly(in, Integer.parseInt(header("content-length"))));
    } else if (response) {
      in.transferTo(body);
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the connection ended within a body");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended within a head");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** The first value of a header; empty if there is none. */
  String header(String name) {
    return headers.stream()
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(header -> header.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  int status() {
    return Integer.parseInt(start.split(" ", 3)[1]);
  }

  /** {@code 200 hello}, or {@code 503 H10} for the mesh's own answers. */
  String summary() {
    String code = header("x-dynogrid-error");
    return status() + " " + (code.isEmpty() ? body : code);
  }
}
