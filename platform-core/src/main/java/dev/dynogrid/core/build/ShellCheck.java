package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Parses shell scripts, as far as they are for a shell that bash can stand for. */
final class ShellCheck implements SourceCheck {
  private static final Pattern ANOTHER =
      Pattern.compile("\\A#!(?!.*\\b(sh|bash|dash)\\b)|\\{\\{|\\{%|<%|\\r\\n");

  @Override
  public String name() {
    return "shell";
  }

  @Override
  public boolean covers(String fileName) {
    return fileName.endsWith(".sh");
  }

  @Override
  public String toolVersion() {
    return Tools.find("bash").isPresent() ? Tools.version("bash") : "";
  }

  @Override
  public void check(CompileContext context, List<Path> files)
      throws IOException, InterruptedException {
    for (Path file : files) {
      if (isJudged(context.appDirectory().resolve(file))) {
        CommandResult result = context.capture(List.of("bash", "-n", "./" + file), Map.of());
        if (!result.succeeded()) {
          throw new BuildFailedException(
              "syntax error in " + file + "\n" + result.output().strip());
        }
      }
    }
  }

  /** Not other shells' scripts, not templates, not files whose line ends no shell takes. */
  private static boolean isJudged(Path file) throws IOException {
    try {
      return !ANOTHER.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find();
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
