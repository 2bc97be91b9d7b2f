package dev.dynogrid.core.routing;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.io.OutputStream;

/** Brotli, if the integrator has put brotli4j, which is optional, on the class path. */
final class Brotli {
  static final boolean IS_THERE = isThere();

  /** Fast, and a window of 256 kB: what a coder costs while it lasts. */
  private static final int QUALITY = 4;

  private static final int WINDOW = 18;

  private Brotli() {}

  private static boolean isThere() {
    try {
      return Brotli4jLoader.isAvailable();
    } catch (LinkageError e) {
      return false; // the classes are not there, or the native library is for another machine
    }
  }

  static OutputStream over(OutputStream sink) throws IOException {
    Encoder.Parameters parameters = Encoder.Parameters.create(QUALITY, WINDOW);
    return new BrotliOutputStream(sink, parameters);
  }
}
