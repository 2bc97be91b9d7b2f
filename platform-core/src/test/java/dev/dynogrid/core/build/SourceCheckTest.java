package dev.dynogrid.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.api.build.BuildFailedException;
import dev.dynogrid.core.testkit.Samples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the language itself accepts is never refused; what it does not is, with its place. */
class SourceCheckTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void layOut() {
    bench = new Bench(folder);
    bench.write("Procfile", "web: true\n");
  }

  private void compile() throws Exception {
    bench.compile(bench.compiler(List.of(new ProcfileBuildpack())));
  }

  private void refused(String... said) {
    assertThatThrownBy(this::compile)
        .isInstanceOf(BuildFailedException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(said));
  }

  @Test
  void javaScriptOfEitherKindAndWhatIsForABundlerPasses() throws Exception {
    Samples.needProgram("node");
    bench
        .write("package.json", "{\"name\": \"a\"}")
        .write("script.js", "#!/usr/bin/env node\nconst a = require('a');\nreturn;\n")
        .write("module.js", "import a from 'a';\nexport default await a;\n")
        .write("module.mjs", "export const a = import.meta.url;\n")
        .write("old.cjs", "with (a) { b = 010; }\n")
        .write("view.js", "export default () => <p>hello</p>;\n")
        .write("flow.js", "// @flow\nconst a: number = 1;\n")
        .write("decorated.js", "@component\nclass A {}\n")
        .write("page.js", "const a = {{ name }};\n")
        .write("client/package.json", "{}")
        .write("client/src/app.js", "const a: string = 'typed';\n");
    compile();
  }

  @Test
  void javaScriptThatIsNoneIsRefusedWithItsPlace() {
    Samples.needProgram("node");
    bench.write("lib/a.js", "const a = 1;\nconst b = ;\n");
    refused("lib/a.js:2", "SyntaxError");
  }

  @Test
  void whatABuildScriptReadsIsLeftToIt() throws Exception {
    Samples.needProgram("node");
    bench
        .write("package.json", "{\"scripts\": {\"build\": \"x\"}}")
        .write("src/a.js", "const b = ;\n");
    compile();
  }

  @Test
  void pythonOfAnyAgeAndTemplatesPass() throws Exception {
    Samples.needProgram("python3");
    bench
        .write("new.py", "match 1:\n    case 1:\n        x = f'{1!r}'\n")
        .write("old.py", "print 'hello'\n")
        .write("older.py", "try:\n    pass\nexcept OSError, e:\n    raise\n")
        .write("octal.py", "mode = 0755\n")
        .write("made/{{name}}.py", "class {{name}}:\n    pass\n")
        .write("coded.py", "# -*- coding: latin-1 -*-\nx = 'a'\n");
    compile();
  }

  @Test
  void pythonThatIsNoneIsRefusedWithItsPlace() {
    Samples.needProgram("python3");
    bench.write("lib/a.py", "x = 1\ndef broken(:\n");
    refused("lib/a.py:2");
  }

  @Test
  void aConflictThatIsLeftIsRefusedWhateverElseTheFileLooksLike() {
    Samples.needProgram("python3");
    bench.write("a.py", "<<<<<<< HEAD\nprint 'x'\n=======\n>>>>>>> other\n");
    refused("a.py:1");
  }

  @Test
  void scriptsOfOtherShellsAndLineEndsOfOtherSystemsPass() throws Exception {
    Samples.needProgram("bash");
    bench
        .write("a.sh", "#!/usr/bin/env zsh\nfor f (a b) { echo $f }\n")
        .write("b.sh", "if true\r\nthen\r\n echo a\r\nfi\r\n");
    compile();
    bench.write("c.sh", "if true\n");
    refused("c.sh");
  }
}
