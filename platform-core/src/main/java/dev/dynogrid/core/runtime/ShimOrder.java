package dev.dynogrid.core.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a shim is told on its standard input: eight hexadecimal digits for the length, then fields
 * with a zero byte after each.
 *
 * @param directory the working directory
 * @param environment all that the program gets
 * @param mode what the shim is to be
 * @param arguments of the mode
 * @param command the program, then its arguments
 */
record ShimOrder(
    Path directory,
    Map<String, String> environment,
    String mode,
    List<String> arguments,
    List<String> command) {

  /** Leaves the stream open: its end has a meaning of its own. */
  void writeTo(Process shim) throws IOException {
    byte[] fields = fields();
    try {
      OutputStream stream = shim.getOutputStream();
      stream.write(String.format("%08x", fields.length).getBytes(StandardCharsets.US_ASCII));
      stream.write(fields);
      stream.flush();
    } catch (IOException e) {
      shim.destroy();
      throw e;
    }
  }

  private byte[] fields() throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    add(directory.toString(), fields);
    add(Integer.toString(environment.size()), fields);
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      add(variable.getKey(), fields);
      add(variable.getValue(), fields);
    }
    add(mode, fields);
    for (String argument : arguments) {
      add(argument, fields);
    }
    for (String word : command) {
      add(word, fields);
    }
    return fields.toByteArray();
  }

  private static void add(String field, ByteArrayOutputStream fields) throws IOException {
    if (field.indexOf('\0') >= 0) {
      throw new IOException("a zero character cannot be given to a program");
    }
    fields.write(field.getBytes(StandardCharsets.UTF_8));
    fields.write(0);
  }
}
