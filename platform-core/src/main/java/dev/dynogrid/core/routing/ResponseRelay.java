package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes a dyno's response on: interim ones, the final one, or the switch to another protocol. */
final class ResponseRelay {
  private final Exchange exchange;
  private final ClientConnection client;
  private final List<ResponseStage> stages;
  private boolean seen;
  private boolean started;
  private boolean interim;
  private boolean interimDropped;
  private int status;
  private long keepDynoNanos;
  private @Nullable Tunnel tunnel;
  private Compression.@Nullable Coder coder;
  private boolean heldBack;

  ResponseRelay(Exchange exchange, List<ResponseStage> stages) {
    this.exchange = exchange;
    this.client = exchange.client();
    this.stages = stages;
  }

  /** Whether the dyno has said anything. */
  boolean isSeen() {
    return seen;
  }

  /** Whether the client has been told a final status. */
  boolean isStarted() {
    return started;
  }

  void keepDyno(long idleNanos) {
    keepDynoNanos = idleNanos;
  }

  /** The body goes through this. */
  void compressBy(Compression.Coder by) {
    coder = by;
  }

  /** Nothing more has come at the moment: nothing is held back either. */
  void endOfRound() {
    if (coder != null && heldBack) {
      heldBack = false;
      send(coder.flush());
    }
  }

  private void send(ByteBuf bytes) {
    if (bytes.isReadable()) {
      exchange.notes().bytes(bytes.readableBytes());
      client.write(new DefaultHttpContent(bytes), false);
    } else {
      bytes.release();
    }
  }

  /** Whatever comes, it is not passed on. */
  void close() {
    if (coder != null) {
      coder.close();
      coder = null;
    }
  }

  void onHead(HttpResponse response) {
    if (response.decoderResult().isFailure()) {
      exchange.fail(codeOf(response.decoderResult().cause()));
      return;
    }
    if (!seen) {
      seen = true;
      exchange.notes().firstByte();
    }
    if (response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      switchProtocols(response);
    } else if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      onInterim(response);
    } else {
      onFinal(response);
    }
    if (exchange.dyno() != null) {
      exchange.renew();
    }
  }

  private static RouterCode codeOf(Throwable cause) {
    if (cause instanceof PrematureChannelClosureException) {
      return RouterCode.H13;
    }
    return cause instanceof TooLongHttpHeaderException ? RouterCode.H25 : RouterCode.H17;
  }

  private void onInterim(HttpResponse response) {
    interim = true;
    interimDropped = exchange.head().isHttp10();
    if (!interimDropped) {
      HopByHop.remove(response.headers());
      removeFraming(response);
      response.setProtocolVersion(HttpVersion.HTTP_1_1);
      client.write(response, false);
    }
  }

  private void onFinal(HttpResponse response) {
    for (ResponseStage stage : stages) {
      RouterCode refusal = stage.onResponse(exchange, response);
      if (refusal != null) {
        exchange.fail(refusal);
        return;
      }
    }
    started = true;
    exchange.settled();
    status = response.status().code();
    exchange.notes().status(status);
    client.write(response, exchange.head().isHeadMethod());
  }

  private void switchProtocols(HttpResponse response) {
    DynoConnection dyno = exchange.dyno();
    String protocol = response.headers().get(HttpHeaderNames.UPGRADE);
    if (dyno == null || protocol == null || !exchange.head().upgradesTo(protocol)) {
      exchange.fail(RouterCode.H17);
      return;
    }
    Tunnel made = new Tunnel(exchange, dyno, protocol);
    if (!exchange.destination().target().upgraded(made, client.upgradesPerDyno())) {
      exchange.fail(RouterCode.H22);
      return;
    }
    tunnel = made;
    status = response.status().code();
    HopByHop.remove(response.headers());
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    response.headers().set(HttpHeaderNames.UPGRADE, protocol);
    removeFraming(response);
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    client.write(response, false);
  }

  /** What has no body says nothing about the end of one. */
  private static void removeFraming(HttpResponse response) {
    response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
    response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
  }

  void onContent(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (content.decoderResult().isFailure()) {
      content.release();
      exchange.fail(RouterCode.H17);
    } else if (tunnel != null) {
      client.write(content, false);
      tunnel.open();
    } else if (interim) {
      interim = !last;
      if (interimDropped) {
        content.release();
      } else {
        client.write(content, false);
      }
    } else if (started) {
      pass(content);
    } else {
      content.release();
    }
  }

  private void pass(HttpContent content) {
    if (coder != null) {
      compress(content, coder);
      return;
    }
    if (!exchange.head().isHeadMethod()) {
      exchange.notes().bytes(content.content().readableBytes());
    }
    if (content instanceof LastHttpContent last) {
      HopByHop.removeFromTrailers(last.trailingHeaders());
      client.write(content, false);
      exchange.complete(status, keepDynoNanos);
    } else {
      client.write(content, false);
      exchange.renew();
    }
  }

  private void compress(HttpContent content, Compression.Coder by) {
    try {
      heldBack = true;
      send(by.write(content.content()));
      if (content instanceof LastHttpContent last) {
        send(by.finish());
        coder = null;
        LastHttpContent end = new DefaultLastHttpContent();
        end.trailingHeaders().add(last.trailingHeaders());
        HopByHop.removeFromTrailers(end.trailingHeaders());
        client.write(end, false);
      }
    } finally {
      content.release();
    }
    if (coder == null) {
      exchange.complete(status, keepDynoNanos);
    } else {
      exchange.renew();
    }
  }
}
