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
 * A check by a language's own parser, started once for all files.
 *
 * @param name the language
 * @param endings of file names
 * @param program what parses
 * @param arguments before the files
 */
record ScriptCheck(String name, List<String> endings, String program, List<String> arguments)
    implements SourceCheck {
  private static final String RUBY =
      "bad = false; ARGV.each { |f| begin; RubyVM::InstructionSequence.compile_file(f);"
          + " rescue SyntaxError => e; warn e.message; bad = true; end }; exit(bad ? 1 : 0)";
  private static final String PYTHON =
      """
      import sys
      bad = 0
      for name in sys.argv[1:]:
          try:
              compile(open(name, 'rb').read(), name, 'exec', 0, True)
          except (SyntaxError, ValueError) as e:
              line = getattr(e, 'lineno', 0) or 0
              print('%s:%s: %s' % (name, line, getattr(e, 'msg', e)))
              bad = 1
      sys.exit(bad)
      """;

  static final ScriptCheck OF_RUBY =
      new ScriptCheck(
          "ruby",
          List.of(".rb", ".ru", ".rake"),
          "ruby",
          List.of("--disable-gems", "-W0", "-e", RUBY));
  static final ScriptCheck OF_PYTHON =
      new ScriptCheck("python", List.of(".py"), "python3", List.of("-I", "-S", "-c", PYTHON));

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
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    files.forEach(file -> command.add(file.toString()));
    CommandResult result = context.capture(command, Map.of());
    if (!result.succeeded()) {
      throw new BuildFailedException("syntax error\n" + result.output().strip());
    }
  }
}
