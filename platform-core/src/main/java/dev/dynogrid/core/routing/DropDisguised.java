package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes out headers that an app could take for others: servers that put headers into environment
 * variables cannot tell {@code X_Forwarded_For} from {@code X-Forwarded-For}, find a proxy for
 * their own requests in {@code Proxy}, and may believe {@code Forwarded} before what the mesh says.
 */
final class DropDisguised implements RequestStage {
  private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
  private static final AsciiString PROXY = AsciiString.cached("proxy");

  private static final Set<String> OWN =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "forwarded",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "x-request-id",
          "x-request-start");

  @Override
  public Verdict onRequest(Exchange exchange) {
    HttpHeaders headers = exchange.head().message().headers();
    headers.remove(FORWARDED);
    headers.remove(PROXY);
    List<CharSequence> disguised = List.of();
    Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
    while (all.hasNext()) {
      CharSequence name = all.next().getKey();
      if (isDisguised(name)) {
        disguised = disguised.isEmpty() ? new ArrayList<>() : disguised;
        disguised.add(name);
      }
    }
    disguised.forEach(headers::remove);
    return Verdict.NEXT;
  }

  /** Whether the name is one of the mesh's own, with an underscore for a hyphen. */
  static boolean isDisguised(CharSequence name) {
    if (AsciiString.indexOf(name, '_', 0) < 0) {
      return false;
    }
    String plain = name.toString().replace('_', '-').toLowerCase(Locale.ROOT);
    return OWN.contains(plain) || plain.startsWith("x-forwarded-");
  }
}
