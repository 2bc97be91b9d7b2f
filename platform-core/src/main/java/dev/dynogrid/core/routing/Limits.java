package dev.dynogrid.core.routing;

import io.netty.handler.codec.http.HttpDecoderConfig;
import java.util.concurrent.TimeUnit;

/** Bounds that no route changes. */
final class Limits {
  /** Of a request line, and of each header line of a request. */
  static final int REQUEST_LINE = 8 * 1024;

  /** Header lines of a request. */
  static final int REQUEST_HEADERS = 1_000;

  /** All header lines of a request together: what one connection may make the mesh hold. */
  static final int REQUEST_HEAD = 256 * 1024;

  /** Of a header line of a response. */
  static final int RESPONSE_LINE = 512 * 1024;

  /** Header lines of a response. */
  static final int RESPONSE_HEADERS = 10_000;

  /** All header lines of a response together. */
  static final int RESPONSE_HEAD = 1024 * 1024;

  /** The body of a request that still waits for a dyno: beyond this, its client is not read. */
  static final int WAITING_BODY = 64 * 1024;

  /** What a part of such a body costs beside its bytes: many small parts are no way around. */
  static final int PER_PART = 128;

  /** How often a request that may be is sent again because a dyno closed without an answer. */
  static final int REPEATS = 2;

  /** How long a client may have ended its side of the connection without a byte either way. */
  static final long HALF_CLOSED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is read and thrown away after an early answer, so that the client gets to read it. */
  static final long DISCARDED = 1024 * 1024;

  /** How long that may take. */
  static final long DISCARD_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Bytes on their way out of one connection: above HIGH the other side is not read, until LOW. */
  static final int WRITE_HIGH = 256 * 1024;

  static final int WRITE_LOW = 64 * 1024;

  /** What of a response waits for a client that reads slowly: then its dyno waits, until LOW. */
  static final int RESPONSE_HIGH = 1024 * 1024;

  static final int RESPONSE_LOW = 512 * 1024;

  /** The same, while all such clients together have too much. */
  static final int SHORT_HIGH = 64 * 1024;

  static final int SHORT_LOW = 16 * 1024;

  /** What of responses waits for all clients together. */
  static final long RESPONSES_IN_ALL = 256L * 1024 * 1024;

  /** Dynos that one request is tried on. */
  static final int ATTEMPTS = 10;

  /** How long a connection to a dyno may be idle, unless the dyno says less. */
  static final long DYNO_IDLE_NANOS = TimeUnit.SECONDS.toNanos(90);

  /** How long it may have been idle to carry a request that must not be sent twice. */
  static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int CHUNK = 64 * 1024;
  private static final int FIRST_LINE_BUFFER = 256;

  private Limits() {}

  static HttpDecoderConfig ofRequests() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(REQUEST_LINE)
        .setMaxHeaderSize(REQUEST_HEAD)
        .setMaxChunkSize(CHUNK)
        .setInitialBufferSize(FIRST_LINE_BUFFER);
  }

  static HttpDecoderConfig ofResponses() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(REQUEST_LINE)
        .setMaxHeaderSize(RESPONSE_HEAD)
        .setMaxChunkSize(CHUNK)
        .setInitialBufferSize(FIRST_LINE_BUFFER);
  }
}
