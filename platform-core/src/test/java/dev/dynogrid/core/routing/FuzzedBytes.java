package dev.dynogrid.core.routing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Messages that are nearly right: out of parts that are, and tricks, with some bytes changed. */
final class FuzzedBytes {
  private static final String HOST = TestMesh.HOST;

  private static final Arbitrary<String> EDITS =
      Arbitraries.of(
          "\r",
          "\n",
          "\r\n",
          "\n\n",
          "\r\r\n",
          "\0",
          " ",
          "\t",
          "\u000b",
          "\u000c",
          "\u007f",
          "\u0085",
          "\u00a0",
          "\u00ff",
          ":",
          ",",
          ";",
          "\"",
          "\\",
          "#",
          "?",
          "/",
          "0",
          "1",
          "a",
          "f",
          "x",
          "-",
          "+",
          "_",
          "%",
          "@",
          "0\r\n\r\n",
          "chunked",
          "Host: x\r\n",
          "HTTP/1.1",
          "Content-Length: 3\r\n",
          "Transfer-Encoding: chunked\r\n",
          "GET / HTTP/1.1\r\n");

  private FuzzedBytes() {}

  /** A few requests, one after the other, as one text of bytes. */
  static Arbitrary<String> requests() {
    Arbitrary<String> whole = request().list().ofMinSize(1).ofMaxSize(3).map(FuzzedBytes::joined);
    return edited(whole);
  }

  private static String joined(List<String> parts) {
    return String.join("", parts);
  }

  private static Arbitrary<String> request() {
    return Combinators.combine(
            mostly("", "\r\n", "\r\n\r\n", "\n", " "),
            requestLine(),
            header().list().ofMaxSize(4).map(FuzzedBytes::joined),
            mostly("Host: " + HOST + "\r\n", "", "Host: other\r\n", "host:" + HOST + ":80\r\n"),
            requestBody())
        .as((before, line, headers, host, body) -> before + line + host + headers + body);
  }

  private static Arbitrary<String> requestLine() {
    Arbitrary<String> method =
        mostly(
            Arbitraries.of("GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH"),
            Arbitraries.of("get", "M-SEARCH", "G(T", "CONNECT", "", "GET:", "TRACE"));
    Arbitrary<String> target =
        mostly(
            Arbitraries.of("/", "/a?b=c", "/a/../b", "//a", "/%00", "/\u00e4"),
            Arbitraries.of(
                "*",
                "http://" + HOST + "/x",
                "http://" + HOST,
                "https://a@" + HOST,
                "x",
                "/#a",
                "",
                "http://other/",
                "HTTP://" + HOST + "?q",
                "/ HTTP/1.1\r\nX:"));
    return Combinators.combine(
            method,
            mostly(" ", "  ", "\t"),
            target,
            mostly(" ", "  ", ""),
            mostly("HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 "))
        .as((verb, gap, path, space, version) -> verb + gap + path + space + version + "\r\n");
  }

  /** A line that says nothing about where the body ends, in most cases. */
  private static Arbitrary<String> header() {
    return mostly(
        Arbitraries.of(
            "X-Fuzz-A: a\r\n",
            "x-fuzz-b:b\r\n",
            "X-Fuzz-C: \t c, d \t\r\n",
            "X-Fuzz-D:\r\n",
            "X-Fuzz-E: \u00e4\r\n",
            "Connection: keep-alive\r\n",
            "Connection: X-Fuzz-A\r\n",
            "Expect: 100-continue\r\n"),
        Arbitraries.of(
            "Connection: close\r\n",
            "X-Fuzz-F : f\r\n",
            "X-Fuzz-G: g\r\n h\r\n",
            " X-Fuzz-H: h\r\n",
            "X-Fuzz-I\r\n",
            ": j\r\n",
            "X-Fuzz-K: k\n",
            "X-Fuzz-L: l\rm\r\n",
            "X_Fuzz: n\r\n",
            "Expect: tea\r\n",
            "Transfer_Encoding: chunked\r\n",
            "Content-Length: 0\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding:\r\n"));
  }

  /** The end of a head, and a body by the lines in it. */
  private static Arbitrary<String> requestBody() {
    Arbitrary<String> none = mostly("\r\n", "\n", "\r\r\n");
    return Arbitraries.frequencyOf(Tuple.of(4, none), Tuple.of(3, sized()), Tuple.of(3, chunked()));
  }

  static Arbitrary<String> sized() {
    return Combinators.combine(
            mostly("Content-Length: ", "Content-Length:", "content-length : ", "Content-Length:\t"),
            mostly(
                Arbitraries.of("3", "0", "003"),
                Arbitraries.of("3, 3", "+3", "0x3", "-1", "", "4", "2", "3\r\nContent-Length: 3")),
            Arbitraries.of("abc", "\r\n\r", "0\r\n", "GET"))
        .as(
            (name, length, body) ->
                name + length + "\r\n\r\n" + (length.matches("0+") ? "" : body));
  }

  static Arbitrary<String> chunked() {
    Arbitrary<String> size =
        mostly(
            Arbitraries.of("3\r\n", "03\r\n", "3;a=b\r\n"),
            Arbitraries.of(
                "3 \r\n",
                " 3\r\n",
                "0x3\r\n",
                "3\n",
                "3;\n\r\n",
                "-3\r\n",
                "3\r\r\n",
                "100000003\r\n"));
    Arbitrary<String> chunk =
        Combinators.combine(size, mostly("abc\r\n", "abcd\r\n", "abc\n", "abc", "ab\r\n"))
            .as((line, data) -> line + data);
    Arbitrary<String> end =
        mostly(
            Arbitraries.of("0\r\n\r\n", "0\r\nX-Fuzz-T: t\r\n\r\n", "000;x\r\n\r\n"),
            Arbitraries.of(
                "0\r\n", "0\n\r\n", "0\r\nContent-Length: 3\r\n\r\n", "0\r\nX : a\r\n\r\n", ""));
    return Combinators.combine(
            mostly(
                Arbitraries.of("Transfer-Encoding: chunked", "transfer-encoding:CHUNKED \t"),
                Arbitraries.of(
                    "Transfer-Encoding: gzip, chunked",
                    "Transfer-Encoding: chunked, chunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: 3",
                    "Transfer-Encoding:\u000bchunked",
                    "Transfer-Encoding : chunked",
                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
            chunk.list().ofMaxSize(3).map(FuzzedBytes::joined),
            end)
        .as((head, chunks, last) -> head + "\r\n\r\n" + chunks + last);
  }

  /** A response of a dyno, and what may follow it. */
  static Arbitrary<String> responses() {
    Arbitrary<String> line =
        Combinators.combine(
                mostly("HTTP/1.1 ", "HTTP/1.0 ", "HTTP/1.1  ", "HTTP/2.0 ", "http/1.1 "),
                mostly(
                    Arbitraries.of("200 OK", "404 ", "500 No", "204 None", "304 Same"),
                    Arbitraries.of("99 Low", "2000 High", "200", "200\tOK", "101 Switch", "000 x")))
            .as((version, status) -> version + status + "\r\n");
    Arbitrary<String> interim =
        mostly(
            "", "HTTP/1.1 103 Hints\r\nLink: a\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "\r\n");
    Arbitrary<String> body =
        Arbitraries.frequencyOf(
            Tuple.of(3, mostly("\r\nabc", "\r\n", "\n")),
            Tuple.of(4, sized()),
            Tuple.of(4, chunked()));
    Arbitrary<String> after =
        mostly("", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nextra", "x", "\r\n");
    Arbitrary<String> whole =
        Combinators.combine(
                interim, line, header().list().ofMaxSize(3).map(FuzzedBytes::joined), body, after)
            .as((hints, status, headers, rest, more) -> hints + status + headers + rest + more);
    return edited(whole);
  }

  private static Arbitrary<String> mostly(String usual, String... others) {
    return mostly(Arbitraries.just(usual), Arbitraries.of(others));
  }

  private static Arbitrary<String> mostly(Arbitrary<String> usual, Arbitrary<String> others) {
    return Arbitraries.frequencyOf(Tuple.of(24, usual), Tuple.of(1, others));
  }

  /** With nothing, or a little, put in, left out or put in the place of something else. */
  private static Arbitrary<String> edited(Arbitrary<String> whole) {
    Arbitrary<Edit> edit =
        Combinators.combine(
                Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(0, 2), EDITS)
            .as(Edit::new);
    return Combinators.combine(whole, edit.list().ofMaxSize(2))
        .as(
            (text, edits) -> {
              String changed = text;
              for (Edit each : edits) {
                changed = each.of(changed);
              }
              return changed;
            });
  }

  private record Edit(double place, int dropped, String put) {
    String of(String text) {
      int at = (int) (place * text.length());
      return text.substring(0, at) + put + text.substring(Math.min(text.length(), at + dropped));
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
