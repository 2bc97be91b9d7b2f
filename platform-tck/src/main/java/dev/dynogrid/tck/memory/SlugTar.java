package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.Arguments;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The archive of a slug as the simplest compiler would write it: a ustar of regular files in the
 * order of their names' bytes, without owners, all of one time; those that begin with {@code #!}
 * are executable. Also reads such archives, to look into them.
 */
public final class SlugTar {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_DIGITS = 6;
  private static final int TYPE_AT = 156;
  private static final int OCTAL = 8;
  private static final String TIME = "14755624000"; // 2024-01-01, in octal seconds
  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private SlugTar() {}

  /** The archive of files by their path, which has at most 100 bytes. */
  public static byte[] of(Map<String, byte[]> files) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    Map<String, byte[]> inOrder = new TreeMap<>(BY_BYTES);
    inOrder.putAll(files);
    inOrder.forEach(
        (path, content) -> {
          tar.writeBytes(header(path, content));
          tar.writeBytes(content);
          tar.writeBytes(new byte[padding(content.length)]);
        });
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static int padding(int length) {
    return Math.floorMod(-length, BLOCK);
  }

  private static byte[] header(String path, byte[] content) {
    byte[] header = new byte[BLOCK];
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    Arguments.check(name.length <= NAME, "path", path, "at most " + NAME + " bytes");
    boolean script = content.length > 2 && content[0] == '#' && content[1] == '!';
    put(header, 0, path);
    put(header, NAME, script ? "0000755" : "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, SIZE_AT, octal(content.length, SIZE_DIGITS));
    put(header, 136, TIME);
    put(header, CHECKSUM_AT, "        ");
    put(header, TYPE_AT, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += Byte.toUnsignedInt(b);
    }
    put(header, CHECKSUM_AT, octal(sum, CHECKSUM_DIGITS) + "\0 ");
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String octal(int value, int digits) {
    String text = Integer.toString(value, OCTAL);
    return "0".repeat(digits - text.length()) + text;
  }

  /** The regular files of an archive by their path, in its order. */
  public static Map<String, byte[]> files(byte[] tar) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    int at = 0;
    while (at + BLOCK <= tar.length && tar[at] != 0) {
      int size = Integer.parseInt(text(tar, at + SIZE_AT, SIZE_DIGITS), OCTAL);
      char type = (char) tar[at + TYPE_AT];
      if (type == '0' || type == '\0') {
        files.put(text(tar, at, NAME), Arrays.copyOfRange(tar, at + BLOCK, at + BLOCK + size));
      }
      at += BLOCK + size + padding(size);
    }
    return files;
  }

  private static String text(byte[] tar, int at, int length) {
    int end = at;
    while (end < at + length && tar[end] != 0) {
      end++;
    }
    return new String(tar, at, end - at, StandardCharsets.UTF_8).strip();
  }
}
