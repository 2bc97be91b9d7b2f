package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/** HTTP as the mesh speaks it with dynos: Netty's, for one request at a time. */
final class DynoCodec
    extends CombinedChannelDuplexHandler<DynoCodec.ResponseDecoder, DynoCodec.RequestEncoder> {
  private static final short CRLF = '\r' << 8 | '\n';

  DynoCodec() {
    super(new ResponseDecoder(), new RequestEncoder());
  }

  /** A request goes out: the next response belongs to it. */
  void expect(boolean head) {
    inboundHandler().head = head;
    inboundHandler().bytesSeen = false;
  }

  /** Whether any byte came since the request went out. */
  boolean bytesSeen() {
    return inboundHandler().bytesSeen;
  }

  /** Knows which responses have no body. */
  static final class ResponseDecoder extends HttpResponseDecoder {
    private boolean head;
    private boolean bytesSeen;

    ResponseDecoder() {
      super(Limits.ofResponses());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
      bytesSeen = true;
      super.channelRead(ctx, message);
    }

    /** Netty takes a line without a colon for a header without a value. */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
      int end = start + length;
      while (end < line.length && (line[end] == ' ' || line[end] == '\t')) {
        end++;
      }
      if (end == line.length || line[end] != ':') {
        throw new RefusedException("a header line without a colon");
      }
      return super.splitHeaderName(line, start, length);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      if (message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        return true; // also what WebSocket drafts did otherwise
      }
      return head || super.isContentAlwaysEmpty(message);
    }
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
