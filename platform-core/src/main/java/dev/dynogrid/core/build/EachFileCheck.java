package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A check by a program that takes one file at a time.
 *
 * @param name the language
 * @param endings of file names
 * @param program what parses
 * @param option what makes it parse only
 */
record EachFileCheck(String name, List<String> endings, String program, String option)
    implements SourceCheck {
  static final EachFileCheck OF_NODE =
      new EachFileCheck("node", List.of(".js", ".mjs", ".cjs"), "node", "--check");
  static final EachFileCheck OF_SHELL = new EachFileCheck("shell", List.of(".sh"), "bash", "-n");

  @Override
  public boolean covers(String fileName) {
    return endings.stream().anyMatch(fileName::endsWith);
  }

  @Override
  public String toolVersion() {
    return Tools.find(program).isPresent() ? Tools.version(program) : "";
  }

  @Override
  public void check(CompileContext context, List<Path> files)
      throws IOException, InterruptedException {
    for (Path file : files) {
      List<String> command = new ArrayList<>(List.of(program, option, file.toString()));
      CommandResult result = context.capture(command, Map.of());
      if (!result.succeeded()) {
        throw new BuildFailedException("syntax error in " + file + "\n" + result.output().strip());
      }
    }
  }
}
