package dev.dynogrid.core.build.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that decide which packages are installed.
 *
 * @param names relative to the app
 * @param decideAll whether nothing else does; a requirement that is a folder makes all of that
 *     folder an input
 */
record RequirementFiles(List<String> names, boolean decideAll) {
  private static final Pattern NESTED =
      Pattern.compile("(?m)^\\s*(?:-r|--requirement|-c|--constraint)[\\s=]+([^\\s#]+)");
  private static final Pattern LOCAL =
      Pattern.compile("(?m)^\\s*(?:-e\\s|--editable|--find-links|-f\\s|\\.|/|file:)|@\\s*file:");
  private static final int MOST = 100;

  RequirementFiles {
    names = List.copyOf(names);
  }

  static RequirementFiles of(Path app, Manifest manifest) throws IOException {
    Set<String> names = new LinkedHashSet<>(Manifest.INPUTS);
    names.addAll(List.of(".python-version", "runtime.txt"));
    boolean decideAll = manifest.kind() != Manifest.Kind.SETUP;
    Deque<String> unread = new ArrayDeque<>(List.of("requirements.txt"));
    while (!unread.isEmpty() && names.size() < MOST) {
      String name = unread.remove();
      Path file = app.resolve(name).normalize();
      if (!file.startsWith(app) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\0", "");
      decideAll &= !LOCAL.matcher(text).find();
      Matcher nested = NESTED.matcher(text);
      while (nested.find()) {
        String below = app.relativize(file.resolveSibling(nested.group(1)).normalize()).toString();
        if (names.add(below)) {
          unread.add(below);
        }
      }
    }
    return new RequirementFiles(List.copyOf(names), decideAll);
  }
}
