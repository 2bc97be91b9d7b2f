package dev.dynogrid.tck.memory;

import dev.dynogrid.api.model.Arguments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The archive of a slug as the simplest compiler would write it: a ustar of regular files, in the
 * order of their names' bytes, without owners, file times kept. Also reads such archives, to look
 * into them; of other formats only what tests need (PAX paths).
 */
public final class SlugTar {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int MODE_AT = 100;
  private static final int OWNER_AT = 108;
  private static final int GROUP_AT = 116;
  private static final int SIZE_AT = 124;
  private static final int TIME_AT = 136;
  private static final int CHECKSUM_AT = 148;
  private static final int TYPE_AT = 156;
  private static final int LINK_AT = 157;
  private static final int OWNER_NAME_AT = 265;
  private static final int OWNER_NAME = 32;
  private static final int NUMBER = 11;
  private static final int SHORT_NUMBER = 7;
  private static final int OCTAL = 8;
  private static final long USUAL_TIME = 1_704_067_200; // 2024-01-01
  private static final int PROGRAM = 0755;
  private static final int FILE = 0644;

  private SlugTar() {}

  /**
   * A file, directory or link of an archive.
   *
   * @param name its path, directories without the slash at their end
   * @param type {@code 0} for files, {@code 2} for links, {@code 5} for directories
   * @param mode its permissions
   * @param owner the numbers and names of its owner and group: {@code 0 0} if there are none
   * @param seconds its time
   * @param link what a link leads to
   * @param content of a file
   */
  @SuppressWarnings("ArrayRecordComponent") // entries are not compared
  public record Entry(
      String name, char type, int mode, String owner, long seconds, String link, byte[] content) {
    static Entry file(String name, int mode, long seconds, byte[] content) {
      return new Entry(name, '0', mode, "0 0", seconds, "", content);
    }
  }

  /** The order of a canonical archive: that of the names' bytes. */
  public static int compareNames(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The archive of files by their path, all of one time; those with {@code #!} are executable. */
  public static byte[] of(Map<String, byte[]> files) {
    List<Entry> entries = new ArrayList<>();
    files.forEach(
        (path, content) -> {
          boolean script = content.length > 2 && content[0] == '#' && content[1] == '!';
          entries.add(Entry.file(path, script ? PROGRAM : FILE, USUAL_TIME, content));
        });
    return write(entries);
  }

  /**
   * The archive of the regular files of a tree.
   *
   * @throws IllegalArgumentException if the tree holds anything else, such as a link
   */
  public static byte[] of(Path tree) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    List<Entry> entries = new ArrayList<>();
    for (Path path : paths) {
      String name = tree.relativize(path).toString();
      Arguments.check(
          Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS), "file", name, "a regular file");
      entries.add(
          Entry.file(
              name,
              Files.isExecutable(path) ? PROGRAM : FILE,
              Files.getLastModifiedTime(path).toMillis() / 1000,
              Files.readAllBytes(path)));
    }
    return write(entries);
  }

  private static byte[] write(List<Entry> entries) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entries.stream()
        .sorted(Comparator.comparing(Entry::name, SlugTar::compareNames))
        .forEach(
            entry -> {
              tar.writeBytes(header(entry));
              tar.writeBytes(entry.content());
              tar.writeBytes(new byte[padding(entry.content().length)]);
            });
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static int padding(int length) {
    return Math.floorMod(-length, BLOCK);
  }

  private static byte[] header(Entry entry) {
    byte[] header = new byte[BLOCK];
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    Arguments.check(name.length <= NAME, "path", entry.name(), "at most " + NAME + " bytes");
    put(header, 0, entry.name());
    put(header, MODE_AT, octal(entry.mode(), SHORT_NUMBER));
    put(header, OWNER_AT, octal(0, SHORT_NUMBER));
    put(header, GROUP_AT, octal(0, SHORT_NUMBER));
    put(header, SIZE_AT, octal(entry.content().length, NUMBER));
    put(header, TIME_AT, octal(entry.seconds(), NUMBER));
    put(header, CHECKSUM_AT, "        ");
    put(header, TYPE_AT, String.valueOf(entry.type()));
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += Byte.toUnsignedInt(b);
    }
    put(header, CHECKSUM_AT, octal(sum, SHORT_NUMBER - 1) + "\0 ");
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static String octal(long value, int digits) {
    String text = Long.toString(value, OCTAL);
    return "0".repeat(digits - text.length()) + text;
  }

  /** The regular files of an archive by their path, in its order. */
  public static Map<String, byte[]> files(byte[] tar) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    entries(tar).stream()
        .filter(entry -> entry.type() == '0')
        .forEach(entry -> files.put(entry.name(), entry.content()));
    return files;
  }

  /** All that an archive holds, in its order. */
  public static List<Entry> entries(byte[] tar) {
    List<Entry> entries = new ArrayList<>();
    String longName = "";
    int at = 0;
    while (at + BLOCK <= tar.length && tar[at] != 0) {
      int size = (int) number(tar, at + SIZE_AT, NUMBER + 1);
      byte[] content = Arrays.copyOfRange(tar, at + BLOCK, at + BLOCK + size);
      if (tar[at + TYPE_AT] == 'x') {
        longName = paxPath(content);
      } else {
        entries.add(entry(tar, at, longName, content));
        longName = "";
      }
      at += BLOCK + size + padding(size);
    }
    return entries;
  }

  private static Entry entry(byte[] tar, int at, String longName, byte[] content) {
    String name = longName.isEmpty() ? text(tar, at, NAME) : longName;
    String owner =
        (number(tar, at + OWNER_AT, SHORT_NUMBER)
                + " "
                + number(tar, at + GROUP_AT, SHORT_NUMBER)
                + " "
                + text(tar, at + OWNER_NAME_AT, OWNER_NAME)
                + text(tar, at + OWNER_NAME_AT + OWNER_NAME, OWNER_NAME))
            .strip();
    return new Entry(
        name.endsWith("/") ? name.substring(0, name.length() - 1) : name,
        tar[at + TYPE_AT] == 0 ? '0' : (char) tar[at + TYPE_AT],
        (int) number(tar, at + MODE_AT, SHORT_NUMBER),
        owner,
        number(tar, at + TIME_AT, NUMBER + 1),
        text(tar, at + LINK_AT, NAME),
        content);
  }

  /** Of records such as {@code 20 path=data/ü.txt}. */
  private static String paxPath(byte[] records) {
    for (String line : new String(records, StandardCharsets.UTF_8).split("\n")) {
      int path = line.indexOf(" path=");
      if (path > 0) {
        return line.substring(path + " path=".length());
      }
    }
    return "";
  }

  private static long number(byte[] tar, int at, int length) {
    String digits = text(tar, at, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, OCTAL);
  }

  private static String text(byte[] tar, int at, int length) {
    int end = at;
    while (end < at + length && tar[end] != 0) {
      end++;
    }
    return new String(tar, at, end - at, StandardCharsets.UTF_8);
  }
}
