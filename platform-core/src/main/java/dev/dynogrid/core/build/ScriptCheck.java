package dev.dynogrid.core.build;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.api.build.CommandResult;
import dev.dynogrid.core.build.python.Interpreters;
import dev.dynogrid.core.build.tool.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A check by a language's own parser, started once for all files.
 *
 * @param name the language
 * @param endings of file names
 * @param programs what parses: a file is at fault if all of them say so; empty if there is none
 * @param arguments before the script
 * @param script what it is told to do with the files
 */
record ScriptCheck(
    String name,
    List<String> endings,
    Supplier<List<Path>> programs,
    List<String> arguments,
    String script)
    implements SourceCheck {
  private static final int MOST_FILES = 500;

  /** Any other status but 0 means that the parser itself could not work. */
  private static final int AT_FAULT = 1;

  private static final String RUBY =
      "bad = false; ARGV.each { |f| begin; RubyVM::InstructionSequence.compile_file(f);"
          + " rescue SyntaxError => e; warn e.message; bad = true;"
          + " rescue SystemCallError; end }; exit(bad ? 1 : 0)";

  static final ScriptCheck OF_RUBY =
      new ScriptCheck(
          "ruby",
          List.of(".rb", ".ru", ".rake"),
          () -> Tools.find("ruby").stream().toList(),
          List.of("--disable-gems", "-W0", "-e"),
          RUBY);

  /** By the newest interpreters: what older ones accept, they accept too. */
  static final ScriptCheck OF_PYTHON =
      new ScriptCheck(
          "python",
          List.of(".py"),
          Interpreters::newest,
          List.of("-I", "-S", "-c"),
          resource("check.py"));

  static final ScriptCheck OF_NODE =
      new ScriptCheck(
          "node",
          List.of(".js", ".mjs", ".cjs"),
          () -> Tools.find("node").stream().toList(),
          List.of("--experimental-vm-modules", "--no-warnings", "-e"),
          resource("check.js"));

  private static String resource(String name) {
    try (@Nullable InputStream text = ScriptCheck.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new IllegalStateException("the library lacks its resource " + name);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean covers(String fileName) {
    return endings.stream().anyMatch(fileName::endsWith);
  }

  @Override
  public String toolVersion() {
    List<Path> parsers = programs.get();
    return parsers.isEmpty()
        ? ""
        : parsers.get(0) + Tools.version(parsers.get(0).toString()) + script;
  }

  @Override
  public void check(CompileContext context, List<Path> files)
      throws IOException, InterruptedException {
    for (int i = 0; i < files.size(); i += MOST_FILES) {
      List<Path> some = files.subList(i, Math.min(i + MOST_FILES, files.size()));
      String fault = "";
      for (Path program : programs.get()) {
        CommandResult result = context.capture(command(program, some), Map.of());
        if (result.succeeded()) {
          fault = "";
          break;
        } else if (result.status() == AT_FAULT) {
          fault = result.output().strip().replace("./", "");
        }
      }
      if (!fault.isEmpty()) {
        throw new BuildFailedException("syntax error\n" + fault);
      }
    }
  }

  private List<String> command(Path program, List<Path> files) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    command.add(script);
    files.forEach(file -> command.add("./" + file));
    return command;
  }
}
