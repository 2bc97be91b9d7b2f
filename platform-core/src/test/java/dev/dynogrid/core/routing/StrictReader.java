package dev.dynogrid.core.routing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages as RFC 9112 has them and in no other way, written from its grammar and independent
 * of what the mesh is made of: whatever a recipient might take or might leave is refused here.
 */
final class StrictReader {
  /** The bytes are no message, or one that two readers could understand in two ways. */
  static final class RefusedMessage extends IOException {
    private static final long serialVersionUID = 1;

    RefusedMessage(String reason) {
      super(reason);
    }
  }

  private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + ") ([\\x21\\x22\\x24-\\x7e\\x80-\\xff]+) HTTP/1\\.([01])");
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.([01]) ([0-9]{3})(?: [\\t\\x20-\\x7e\\x80-\\xff]*)?");
  private static final Pattern HEADER =
      Pattern.compile("(" + TOKEN + "):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*)");
  private static final String QUOTED =
      "\"(?:[\\t\\x20\\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]"
          + "|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*\"";
  private static final Pattern CHUNK =
      Pattern.compile(
          "([0-9A-Fa-f]{1,8})(?:;[ \\t]*%1$s(?:[ \\t]*=[ \\t]*(?:%1$s|%2$s))?)*"
              .replace("%1$s", TOKEN)
              .replace("%2$s", QUOTED));
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9\\-._~]*|\\[[0-9A-Fa-f:.]*])(?::([0-9]{0,5}))?");

  private final InputStream in;

  StrictReader(InputStream in) {
    this.in = in;
  }

  /** The next request; null at the end. Cut off in the middle is an {@link EOFException}. */
  @Nullable RawMessage request() throws IOException {
    String line = lineOrEnd();
    if ("".equals(line)) {
      line = lineOrEnd(); // one empty line is none (2.2)
    }
    if (line == null) {
      return null;
    }
    Matcher parts = matcher(REQUEST_LINE, line);
    List<String> headers = headers();
    RawMessage head = new RawMessage(line, headers, "", List.of());
    boolean old = parts.group(3).equals("0");
    checkTarget(parts.group(1), parts.group(2), head, old);
    if (head.has("transfer-encoding") && old) {
      throw new RefusedMessage("chunks in HTTP/1.0");
    }
    if (head.has("expect") && !old) {
      for (String value : head.all("expect")) {
        check(value.equalsIgnoreCase("100-continue"), "unknown expectation");
      }
    }
    return withBody(head, false);
  }

  private static void checkTarget(String method, String target, RawMessage head, boolean old)
      throws RefusedMessage {
    check(!method.equals("CONNECT"), "CONNECT");
    List<String> hosts = head.all("host");
    check(hosts.size() == 1 || (hosts.isEmpty() && old), "not one Host");
    if (!hosts.isEmpty()) {
      checkHost(hosts.get(0), old);
    }
    String lower = target.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      checkHost(authority(target), old);
    } else {
      boolean asterisk = target.equals("*") && method.equals("OPTIONS");
      check(target.startsWith("/") || asterisk, "no path");
      check(!hosts.isEmpty() || old, "no host");
    }
  }

  private static void checkHost(String host, boolean mayBeEmpty) throws RefusedMessage {
    Matcher parts = matcher(HOST, host);
    String port = parts.group(1);
    check(port == null || port.isEmpty() || Integer.parseInt(port) <= 65_535, "no port");
    check(mayBeEmpty || !host.isEmpty(), "no host");
  }

  /** The part of an absolute target that names a host. */
  static String authority(String target) {
    String rest = target.substring(target.indexOf("//") + 2);
    return rest.split("[/?]", 2)[0];
  }

  /** A response, interim ones included; null at the end. */
  @Nullable RawMessage response(boolean toHead) throws IOException {
    String line = lineOrEnd();
    if (line == null) {
      return null;
    }
    boolean old = matcher(STATUS_LINE, line).group(1).equals("0");
    RawMessage head = new RawMessage(line, headers(), "", List.of());
    int status = head.status();
    check(status >= 100, "no status");
    check(!head.has("transfer-encoding") || !old, "chunks in HTTP/1.0");
    if (status < 200 || status == 204 || status == 304 || toHead) {
      checkFraming(head);
      return head;
    }
    return withBody(head, true);
  }

  private RawMessage withBody(RawMessage head, boolean untilEnd) throws IOException {
    checkFraming(head);
    if (head.has("transfer-encoding")) {
      String body = chunks();
      return new RawMessage(head.startLine(), head.headerLines(), body, headers());
    }
    byte[] body = new byte[0];
    if (head.has("content-length")) {
      long length = Long.parseLong(head.header("content-length"));
      body = in.readNBytes((int) Math.min(length, Integer.MAX_VALUE));
      if (body.length < length) {
        throw new EOFException("in a body");
      }
    } else if (untilEnd) {
      body = in.readAllBytes();
    }
    return new RawMessage(head.startLine(), head.headerLines(), text(body), List.of());
  }

  private static void checkFraming(RawMessage head) throws RefusedMessage {
    List<String> codings = head.all("transfer-encoding");
    List<String> lengths = head.all("content-length");
    check(codings.size() + lengths.size() <= 1, "more than one framing");
    for (String coding : codings) {
      check(coding.equalsIgnoreCase("chunked"), "a coding other than chunked");
    }
    for (String length : lengths) {
      matcher(LENGTH, length);
    }
  }

  private String chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      long size = Long.parseLong(matcher(CHUNK, line()).group(1), 16);
      check(size <= Integer.MAX_VALUE, "too large a chunk");
      if (size == 0) {
        return text(body.toByteArray());
      }
      byte[] chunk = in.readNBytes((int) size);
      if (chunk.length < size) {
        throw new EOFException("in a chunk");
      }
      body.write(chunk);
      check(line(2).isEmpty(), "more in a chunk than its size");
    }
  }

  private List<String> headers() throws IOException {
    List<String> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      Matcher parts = matcher(HEADER, line);
      headers.add(parts.group(1) + ": " + withoutBlanksAtTheEnd(parts.group(2)));
    }
    return headers;
  }

  private static String withoutBlanksAtTheEnd(String value) {
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == '\t')) {
      end--;
    }
    return value.substring(0, end);
  }

  private String line() throws IOException {
    return line(Integer.MAX_VALUE);
  }

  private String line(int most) throws IOException {
    String line = lineOrEnd(most);
    if (line == null) {
      throw new EOFException("before a line");
    }
    return line;
  }

  private @Nullable String lineOrEnd() throws IOException {
    return lineOrEnd(Integer.MAX_VALUE);
  }

  /** A line of at most so many bytes with its end, which is CR LF; null if there is no byte. */
  private @Nullable String lineOrEnd(int most) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int count = 1; ; count++) {
      int c = in.read();
      if (c < 0) {
        if (count == 1) {
          return null;
        }
        throw new EOFException("in a line");
      }
      if (c == '\r') {
        int next = in.read();
        if (next < 0) {
          throw new EOFException("in a line end");
        }
        check(next == '\n', "a bare CR");
        return text(line.toByteArray());
      }
      check(c != '\n', "a bare LF");
      check(count < most, "more bytes than a line has");
      line.write(c);
    }
  }

  private static Matcher matcher(Pattern pattern, String text) throws RefusedMessage {
    Matcher matcher = pattern.matcher(text);
    check(matcher.matches(), "not " + pattern + ": " + text);
    return matcher;
  }

  private static void check(boolean holds, String reason) throws RefusedMessage {
    if (!holds) {
      throw new RefusedMessage(reason);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
