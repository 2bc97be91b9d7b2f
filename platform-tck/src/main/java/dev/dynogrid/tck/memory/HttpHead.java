package dev.dynogrid.tck.memory;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The head of a request or a response: its first line, and its headers as they came. */
record HttpHead(String start, List<String> headers) {
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_HEADERS = 1_000;
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade");

  /** What came is not HTTP, or could be taken for two things. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Reads a head; {@code EOFException} if there is none. */
  static HttpHead read(InputStream in) throws IOException {
    String start = line(in);
    List<String> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      boolean named = line.indexOf(':') > 0 && !line.startsWith(" ") && !line.startsWith("\t");
      if (!named || headers.size() == MOST_HEADERS) {
        throw new MalformedException("not a header: " + line);
      }
      headers.add(line);
    }
    return new HttpHead(start, headers);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended within a head");
      }
      if (line.size() == LONGEST_LINE || b == 0) {
        throw new MalformedException("a line that is too long, or is no text");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** All values of a header. */
  List<String> all(String name) {
    return headers.stream()
        .filter(header -> nameOf(header).equals(name))
        .map(header -> header.substring(header.indexOf(':') + 1).strip())
        .toList();
  }

  private static String nameOf(String header) {
    return header.substring(0, header.indexOf(':')).strip().toLowerCase(Locale.ROOT);
  }

  String first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? "" : all.get(0);
  }

  boolean isChunked() {
    return first("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked");
  }

  /** The length of the body; -1 if it is not said. */
  long length() throws MalformedException {
    List<String> lengths = all("content-length");
    if (lengths.isEmpty()) {
      return -1;
    }
    boolean one = lengths.size() == 1 && lengths.get(0).matches("[0-9]{1,18}") && !isChunked();
    if (!one) {
      throw new MalformedException("more than one length of the body");
    }
    return Long.parseLong(lengths.get(0));
  }

  /** The bytes to pass on: one message a connection, and more headers. */
  byte[] passedOn(List<String> more) {
    StringBuilder text = new StringBuilder(start).append("\r\n");
    headers.stream()
        .filter(header -> !HOP_BY_HOP.contains(nameOf(header)))
        .forEach(header -> text.append(header).append("\r\n"));
    more.forEach(header -> text.append(header).append("\r\n"));
    text.append("Connection: close\r\n\r\n");
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
