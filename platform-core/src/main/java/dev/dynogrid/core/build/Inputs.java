package dev.dynogrid.core.build;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.dynogrid.api.build.CompileRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** Everything that decides what comes out of a build, as one digest. */
final class Inputs {
  private Inputs() {}

  /**
   * The digest.
   *
   * @param buildpacks their identities, in their order
   */
  static String digest(CompileRequest request, List<String> buildpacks) {
    Hasher hasher = Hashing.sha256().newHasher();
    add(hasher, request.source().digest());
    add(hasher, request.stack().name());
    hasher.putInt(buildpacks.size());
    buildpacks.forEach(identity -> add(hasher, identity));
    new TreeMap<>(request.configVars().asMap())
        .forEach(
            (name, value) -> {
              add(hasher, name);
              add(hasher, value);
            });
    return hasher.hash().toString();
  }

  private static void add(Hasher hasher, String text) {
    hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
  }
}
