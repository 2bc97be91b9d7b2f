package dev.dynogrid.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Bytes mean the same however they are cut into pieces on the way. */
class PiecesFuzzTest {
  @Provide
  Arbitrary<String> requests() {
    return FuzzedBytes.requests();
  }

  @Property(tries = 3_000, seed = "9112", edgeCases = EdgeCasesMode.NONE)
  void piecesMakeNoDifference(
      @ForAll("requests") String text,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 9) Integer> lengths) {
    byte[] bytes = FuzzedBytes.bytes(text);
    assertThat(read(bytes, lengths)).isEqualTo(read(bytes, List.of(bytes.length + 1)));
  }

  private static String read(byte[] bytes, List<Integer> lengths) {
    EmbeddedChannel channel = new EmbeddedChannel(new StrictRequestDecoder());
    StringBuilder meaning = new StringBuilder();
    try {
      int from = 0;
      for (int i = 0; from < bytes.length; i++) {
        int to = Math.min(bytes.length, from + lengths.get(i % lengths.size()));
        channel.writeInbound(Unpooled.copiedBuffer(Arrays.copyOfRange(bytes, from, to)));
        from = to;
        for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
          if (!append(meaning, (HttpObject) read)) {
            return meaning.toString();
          }
        }
      }
      return meaning.toString();
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  /** Appends what a part says; false if it says that nothing follows. */
  private static boolean append(StringBuilder meaning, HttpObject part) {
    try {
      if (part.decoderResult().isFailure()) {
        meaning.append("[refused]");
        return false;
      }
      if (part instanceof HttpRequest request) {
        meaning.append(request.method()).append(' ').append(request.uri()).append(' ');
        meaning.append(request.protocolVersion()).append(request.headers().entries()).append('\n');
      }
      if (part instanceof HttpContent content) {
        meaning.append(content.content().toString(StandardCharsets.ISO_8859_1));
      }
      if (part instanceof LastHttpContent last) {
        meaning.append("[end]").append(last.trailingHeaders().entries()).append('\n');
      }
      return true;
    } finally {
      ReferenceCountUtil.release(part);
    }
  }
}
