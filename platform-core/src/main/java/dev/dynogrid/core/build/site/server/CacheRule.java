package dev.dynogrid.core.build.site.server;

import java.util.regex.Pattern;

/** How long answers may be kept: for ever if the name changes whenever the content does. */
final class CacheRule {
  static final String IMMUTABLE = "public, max-age=31536000, immutable";
  static final String REVALIDATE = "public, max-age=0, must-revalidate";

  /** A digest in hexadecimal digits, with at least one digit and one letter. */
  private static final Pattern HASHED =
      Pattern.compile(
          ".*[.-](?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,64}(\\.(chunk|min|bundle))?\\.\\w+");

  /** Where bundlers put nothing but files with digests in their names, of any letters. */
  private static final Pattern BUNDLED =
      Pattern.compile(
          ".*/(assets|_astro|_app/immutable|_next/static|static/(js|css|media))/"
              + ".*[.-](?=[\\w-]*[0-9A-Z])[\\w-]{8}(\\.(chunk|min|bundle))?\\.\\w+");

  private CacheRule() {}

  static String of(String path) {
    boolean hashed = HASHED.matcher(path).matches() || BUNDLED.matcher(path).matches();
    return hashed ? IMMUTABLE : REVALIDATE;
  }
}
