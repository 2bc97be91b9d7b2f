package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** HTTP as the mesh speaks it with dynos: Netty's, for one request at a time. */
final class DynoCodec
    extends CombinedChannelDuplexHandler<StrictResponseDecoder, DynoCodec.RequestEncoder> {
  private static final short CRLF = '\r' << 8 | '\n';

  DynoCodec() {
    super(new StrictResponseDecoder(), new RequestEncoder());
  }

  /** The half that reads. */
  StrictResponseDecoder responses() {
    return inboundHandler();
  }

  /** Writes targets as they are, always as HTTP/1.1. */
  static final class RequestEncoder extends HttpRequestEncoder {
    private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1");

    @Override
    protected void encodeInitialLine(ByteBuf line, HttpRequest request) {
      ByteBufUtil.copy(request.method().asciiName(), line);
      line.writeByte(' ');
      line.writeCharSequence(request.uri(), StandardCharsets.US_ASCII);
      ByteBufUtil.copy(VERSION, line);
      ByteBufUtil.writeShortBE(line, CRLF);
    }
  }
}
