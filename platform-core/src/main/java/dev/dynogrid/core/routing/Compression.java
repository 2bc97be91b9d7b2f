package dev.dynogrid.core.routing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses bodies as they come: gzip by the JDK, brotli where brotli4j and its native library for
 * this machine are on the class path. Each costs some 300 kB while it lasts, so there are so many
 * at a time, and other responses go as they are. Coders are confined to a worker's thread.
 */
final class Compression {
  static final String BROTLI = "br";
  static final String GZIP = "gzip";

  private static final int AT_A_TIME = 512;

  /** Fast ones: the thread carries the requests of others too. */
  private static final int GZIP_LEVEL = 3;

  private final Semaphore places;

  Compression(int atATime) {
    places = new Semaphore(atATime);
  }

  static Compression usual() {
    return new Compression(AT_A_TIME);
  }

  /** The coding that a client wants most; null if none. */
  static @Nullable String choose(String accept) {
    int gzip = AcceptedCodings.weight(accept, GZIP);
    int brotli = Brotli.IS_THERE ? AcceptedCodings.weight(accept, BROTLI) : 0;
    if (brotli > 0 && brotli >= gzip) {
      return BROTLI;
    }
    return gzip > 0 ? GZIP : null;
  }

  /** A coder for a body; null if there are too many already. */
  @Nullable Coder coder(String coding) {
    if (!places.tryAcquire()) {
      return null;
    }
    Sink sink = new Sink();
    try {
      OutputStream out = coding.equals(BROTLI) ? Brotli.over(sink) : new Gzip(sink);
      return new Coder(sink, out, places);
    } catch (IOException e) {
      places.release();
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** One body on its way through a coding. */
  static final class Coder {
    private final Sink sink;
    private final OutputStream out;
    private final Semaphore places;
    private boolean closed;

    private Coder(Sink sink, OutputStream out, Semaphore places) {
      this.sink = sink;
      this.out = out;
      this.places = places;
    }

    /** Takes bytes in; returns what has come out so far, perhaps nothing. */
    ByteBuf write(ByteBuf bytes) {
      return taking(() -> bytes.getBytes(bytes.readerIndex(), out, bytes.readableBytes()));
    }

    /** What is still inside, so that it can be read as far as it has been written. */
    ByteBuf flush() {
      return taking(out::flush);
    }

    /** The end. */
    ByteBuf finish() {
      ByteBuf end = taking(out::close);
      close();
      return end;
    }

    private ByteBuf taking(Step step) {
      try {
        step.run();
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory", e);
      }
      return sink.take();
    }

    /** Gives up what has not been finished. Idempotent. */
    void close() {
      if (!closed) {
        closed = true;
        places.release();
        try {
          out.close();
        } catch (IOException e) {
          throw new UncheckedIOException("writing to memory", e);
        } finally {
          sink.take().release();
        }
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** What a coding writes. */
  private static final class Sink extends OutputStream {
    private @Nullable ByteBuf written;

    private ByteBuf take() {
      ByteBuf taken = written;
      written = null;
      return taken == null ? Unpooled.EMPTY_BUFFER : taken;
    }

    private ByteBuf bytes() {
      ByteBuf bytes = written;
      if (bytes == null) {
        bytes = Unpooled.buffer();
        written = bytes;
      }
      return bytes;
    }

    @Override
    public void write(int one) {
      bytes().writeByte(one);
    }

    @Override
    public void write(byte[] from, int start, int length) {
      bytes().writeBytes(from, start, length);
    }
  }

  private static final class Gzip extends GZIPOutputStream {
    private Gzip(OutputStream out) throws IOException {
      super(out, 8192, true);
      def.setLevel(GZIP_LEVEL);
    }
  }
}
