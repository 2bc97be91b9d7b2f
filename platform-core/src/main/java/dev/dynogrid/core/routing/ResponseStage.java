package dev.dynogrid.core.routing;

import dev.dynogrid.api.routing.RouterCode;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** One thing that happens to the head of a final response. On the thread of its worker. */
interface ResponseStage {
  /**
   * Looks at a response, and may change it.
   *
   * @return why it is not passed on, or null
   */
  @Nullable RouterCode onResponse(Exchange exchange, HttpResponse response);
}
