package dev.dynogrid.core.routing;

import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * HTTP as the mesh speaks it with clients: Netty's, with strict requests, and told whether a
 * response belongs to a HEAD request, since one request at a time is answered.
 */
final class ServerCodec
    extends CombinedChannelDuplexHandler<StrictRequestDecoder, ServerCodec.ResponseEncoder> {
  ServerCodec() {
    super(new StrictRequestDecoder(), new ResponseEncoder());
  }

  /** Says what the next response belongs to. */
  void answering(boolean head) {
    outboundHandler().head = head;
  }

  /** Leaves out the bodies of responses to HEAD. */
  static final class ResponseEncoder extends HttpResponseEncoder {
    private boolean head;

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
      return head || super.isContentAlwaysEmpty(response);
    }
  }
}
