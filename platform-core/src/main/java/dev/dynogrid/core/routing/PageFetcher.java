package dev.dynogrid.core.routing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Gets a page by its URI, in bounds. Whoever owns an app names the URI, and the platform's machine
 * asks: so it asks public addresses only, unless the platform itself is for this machine only.
 */
final class PageFetcher {
  private static final int MOST_BYTES = 256 * 1024;
  private static final int OK = 200;
  private static final String BASE64 = ";base64";
  private static final String USUAL_TYPE = "text/html; charset=utf-8";

  private final boolean alsoPrivate;
  private final Duration timeout;

  PageFetcher(boolean alsoPrivate, Duration timeout) {
    this.alsoPrivate = alsoPrivate;
    this.timeout = timeout;
  }

  /** The URI without what may be secret in it, and not all of a long one. */
  static String named(URI uri) {
    return "data".equals(uri.getScheme())
        ? "a data URI"
        : uri.getScheme() + "://" + uri.getHost() + uri.getRawPath();
  }

  /**
   * Blocks until it is there.
   *
   * @throws IOException if it is not to be had, with the reason
   */
  MeshPage fetch(URI uri) throws IOException {
    return "data".equals(uri.getScheme()) ? inline(uri) : ask(uri);
  }

  private static MeshPage inline(URI uri) throws IOException {
    String rest = uri.getRawSchemeSpecificPart();
    int comma = rest.indexOf(',');
    if (comma < 0) {
      throw new IOException("no comma before the data");
    }
    String type = rest.substring(0, comma);
    String data = rest.substring(comma + 1);
    boolean base64 = type.endsWith(BASE64);
    String plainType = base64 ? type.substring(0, type.length() - BASE64.length()) : type;
    String body =
        base64
            ? new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8)
            : URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.UTF_8);
    return new MeshPage(plainType.isEmpty() ? USUAL_TYPE : plainType, body);
  }

  private MeshPage ask(URI uri) throws IOException {
    checkAddress(uri.getHost());
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setInstanceFollowRedirects(false); // to where nobody has looked
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    connection.setUseCaches(false);
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("User-Agent", "dynogrid");
    try {
      if (connection.getResponseCode() != OK) {
        throw new IOException("status " + connection.getResponseCode() + " (expected: 200)");
      }
      String type = connection.getContentType();
      try (InputStream in = connection.getInputStream()) {
        return new MeshPage(type == null ? USUAL_TYPE : type, read(in));
      }
    } finally {
      connection.disconnect();
    }
  }

  private String read(InputStream in) throws IOException {
    long end = System.nanoTime() + 2 * timeout.toNanos();
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    for (int count = in.read(part); count >= 0; count = in.read(part)) {
      page.write(part, 0, count);
      if (page.size() > MOST_BYTES) {
        throw new IOException("the page is longer than " + MOST_BYTES + " bytes");
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException("the page comes too slowly");
      }
    }
    return page.toString(StandardCharsets.UTF_8);
  }

  /**
   * The JVM keeps what a name means for some seconds: who answers next is who was looked at here.
   */
  private void checkAddress(String host) throws IOException {
    if (alsoPrivate) {
      return;
    }
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (isPrivate(address)) {
        throw new IOException("not a public address");
      }
    }
  }

  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64; // RFC 6598
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc; // RFC 4193
    return shared
        || uniqueLocal
        || address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress();
  }
}
