package dev.dynogrid.core.build;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Remembers for what a build tool has fetched all it needs, so that it need not ask the index.
 *
 * @param file in the app's build cache
 * @param key of what decides what is needed
 * @param floats whether that can change although the key does not
 */
record FetchMark(Path file, String key, boolean floats) {
  static FetchMark of(Path folder, List<String> inputs, boolean floats) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (String input : inputs) {
      hasher.putInt(input.length()).putString(input, StandardCharsets.UTF_8);
    }
    return new FetchMark(folder.resolve("fetched-for"), hasher.hash().toString(), floats);
  }

  boolean isUpToDate() throws IOException {
    return !floats && Files.exists(file) && Files.readString(file).equals(key);
  }

  void keep() throws IOException {
    Files.writeString(file, key);
  }

  void forget() throws IOException {
    Files.deleteIfExists(file);
  }
}
