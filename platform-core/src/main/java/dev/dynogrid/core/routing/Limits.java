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
  static final int REQUEST_HEAD = 128 * 1024;

  /** Of a header line of a response, and of all of them. */
  static final int RESPONSE_HEAD = 512 * 1024;

  /** The body of a request that still waits for a dyno: beyond this, its client is not read. */
  static final int WAITING_BODY = 64 * 1024;

  /** What is read and thrown away after an early answer, so that the client gets to read it. */
  static final long DISCARDED = 1024 * 1024;

  /** How long that may take. */
  static final long DISCARD_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Bytes on their way out of one connection: above HIGH the other side is not read, until LOW. */
  static final int WRITE_HIGH = 256 * 1024;

  static final int WRITE_LOW = 64 * 1024;

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
