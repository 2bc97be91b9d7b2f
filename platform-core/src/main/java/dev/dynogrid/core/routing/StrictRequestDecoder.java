package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Netty's decoder of requests, strict where it is lenient: request lines with anything but two
 * single spaces, folded header lines, header lines over their limits, chunk sizes with anything
 * around them. What two parsers could read in two ways is refused, since the dyno's may read it in
 * the other one.
 *
 * <p>It follows the inner decoder by the bytes that this takes, so that it knows which lines come.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
  private enum Phase {
    HEAD,
    SIZED_BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    REFUSED
  }

  private static final String HEX = "0123456789ABCDEF";

  private final LineRules lines = new LineRules();
  private Phase phase = Phase.HEAD;
  private long chunkLeft;
  private int wordEnd;
  private int lengths;
  private boolean atStart = true;
  private boolean emptyLineSkipped;

  StrictRequestDecoder() {
    super(Limits.ofRequests());
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    switch (phase) {
      case HEAD, TRAILERS -> decodeLines(ctx, in, out);
      case CHUNK_SIZE -> decodeChunkSize(ctx, in, out);
      case REFUSED -> in.skipBytes(in.readableBytes());
      default -> decodeBody(ctx, in, out);
    }
  }

  private void decodeLines(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    if (atStart) {
      if (!skipEmptyLine(in)) {
        return;
      }
      if (isNoMethod(in.getUnsignedByte(in.readerIndex()))) {
        refuseStart(in, out);
        return;
      }
    }
    atStart = false;
    emptyLineSkipped = false;
    int from = in.readerIndex();
    int before = out.size();
    super.decode(ctx, in, out);
    RefusedException refusal = lines.check(in, from, in.readerIndex());
    for (int i = before; i < out.size() && refusal != null; i++) {
      if (out.get(i) instanceof HttpObject object
          && object != LastHttpContent.EMPTY_LAST_CONTENT
          && object.decoderResult().isSuccess()) {
        object.setDecoderResult(DecoderResult.failure(refusal));
      }
    }
    follow(out, before);
  }

  /**
   * Skips the empty line that some clients send after a body (RFC 9112, 2.2), but no bare CR or LF,
   * and not a second one; false as long as it is not known what comes.
   */
  private boolean skipEmptyLine(ByteBuf in) {
    int at = in.readerIndex();
    int length = in.readableBytes();
    if (length == 0 || (length == 1 && in.getByte(at) == '\r')) {
      return false;
    }
    boolean lineEnd = in.getByte(at) == '\r' && in.getByte(at + 1) == '\n';
    if (lineEnd && !emptyLineSkipped) {
      emptyLineSkipped = true;
      in.skipBytes(2);
      return skipEmptyLine(in);
    }
    return true;
  }

  /** The inner decoder would skip such bytes, as many as come. */
  private static boolean isNoMethod(int first) {
    return first <= ' ' || (first >= 0x7f && first <= 0xa0);
  }

  private void refuseStart(ByteBuf in, List<Object> out) {
    in.skipBytes(in.readableBytes());
    HttpMessage refused = createInvalidMessage();
    refused.setDecoderResult(
        DecoderResult.failure(new RefusedException("no method where a request begins")));
    out.add(refused);
    phase = Phase.REFUSED;
  }

  /** Where the inner decoder stands after what it gave out. */
  private void follow(List<Object> out, int before) {
    for (int i = before; i < out.size(); i++) {
      Object object = out.get(i);
      if (object instanceof HttpObject http && http.decoderResult().isFailure()) {
        phase = Phase.REFUSED;
        return;
      }
      if (object instanceof HttpRequest request) {
        lines.startTrailers();
        phase = HttpUtil.isTransferEncodingChunked(request) ? Phase.CHUNK_SIZE : Phase.SIZED_BODY;
      }
      if (object instanceof LastHttpContent) {
        lines.startHead();
        phase = Phase.HEAD;
        atStart = true;
      }
    }
  }

  private void decodeChunkSize(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    int length = in.bytesBefore((byte) '\n') + 1;
    if (length > 0) {
      chunkLeft = ChunkSize.read(in, in.readerIndex(), length);
      if (chunkLeft < 0) {
        refuseChunk(in, out);
        return;
      }
    }
    int before = out.size();
    int from = in.readerIndex();
    super.decode(ctx, in, out);
    int taken = in.readerIndex() - from;
    if (taken >= length && length > 0) {
      phase = chunkLeft == 0 ? Phase.TRAILERS : Phase.CHUNK;
      followChunk(taken - length);
    }
    follow(out, before);
  }

  private void decodeBody(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    int before = out.size();
    int from = in.readerIndex();
    super.decode(ctx, in, out);
    followChunk(in.readerIndex() - from);
    follow(out, before);
  }

  private void followChunk(int taken) {
    if (phase == Phase.CHUNK_END) {
      phase = taken > 0 ? Phase.CHUNK_SIZE : Phase.CHUNK_END;
    } else if (phase == Phase.CHUNK) {
      chunkLeft -= taken;
      if (chunkLeft == 0) {
        phase = Phase.CHUNK_END;
      } else if (chunkLeft < 0) {
        phase = Phase.CHUNK_SIZE; // the line end after the chunk has been taken with it
      }
    }
  }

  private void refuseChunk(ByteBuf in, List<Object> out) {
    in.skipBytes(in.readableBytes());
    LastHttpContent refused = new DefaultLastHttpContent();
    refused.setDecoderResult(DecoderResult.failure(new RefusedException("bad chunk size")));
    out.add(refused);
    phase = Phase.REFUSED;
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) throws Exception {
    lines.startHeaders();
    return super.createMessage(initialLine);
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    if (start != 0) {
      throw new RefusedException("the request line does not start with a method");
    }
    for (int i = 0; i < length; i++) {
      if (line[i] <= ' ') { // also those above 127; Netty would trim some of them off
        throw new RefusedException("a method that is no token");
      }
    }
    wordEnd = length;
    lengths = 0;
    return super.splitFirstWordInitialLine(line, start, length);
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    oneSpace(line, start);
    wordEnd = start + length;
    boolean plain = true;
    for (int i = start; i < wordEnd; i++) {
      int c = line[i] & 0xff;
      if (c <= ' ' || c == 0x7f) {
        throw new RefusedException("a control character in the request target");
      }
      plain &= c < 0x80;
    }
    return plain ? super.splitSecondWordInitialLine(line, start, length) : encoded(line, start);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    oneSpace(line, start);
    String version = super.splitThirdWordInitialLine(line, start, length);
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      throw new RefusedException("not HTTP/1.1 or 1.0");
    }
    return version;
  }

  /** Of several lengths in HTTP/1.0, Netty takes the first. */
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    AsciiString name = super.splitHeaderName(line, start, length);
    lengths += HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name) ? 1 : 0;
    if (lengths > 1) {
      throw new RefusedException("more than one Content-Length");
    }
    return name;
  }

  private void oneSpace(byte[] line, int start) {
    if (start != wordEnd + 1 || line[wordEnd] != ' ') {
      throw new RefusedException("not one space between the words of the request line");
    }
  }

  /** Clients send raw UTF-8 in targets, which has one meaning only if percent-encoded. */
  private String encoded(byte[] line, int start) {
    StringBuilder target = new StringBuilder();
    for (int i = start; i < wordEnd; i++) {
      int c = line[i] & 0xff;
      if (c < 0x80) {
        target.append((char) c);
      } else {
        target.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
    return target.toString();
  }
}
