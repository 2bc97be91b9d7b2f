package dev.dynogrid.core.build.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartCommandTest {
  private static Optional<String> line(String packageJson, String... files) {
    return StartCommand.of(PackageJson.parse(packageJson), Set.of(files)::contains)
        .map(StartCommand::line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node server.js|exec node server.js",
        "./bin/www|exec ./bin/www",
        "NODE_ENV=production node -r dotenv/config a.js|NODE_ENV=production exec node -r"
            + " dotenv/config a.js",
        "next start|exec next start",
        "serve -s dist -l $PORT|exec serve -s dist -l $PORT",
        "vite preview|exec vite preview --host 0.0.0.0 --port $PORT",
        "vite preview --port $PORT --host|exec vite preview --port $PORT --host",
        "cd dist && node main.js|cd dist && node main.js",
        "node a.js & node b.js|node a.js & node b.js",
        "node --title=\"my app\" a.js|exec node --title=\"my app\" a.js",
        "npm run serve|exec npm start",
        "yarn serve|exec npm start",
        "node a.js --version $npm_package_version|exec npm start",
        "npm-run-all build serve|exec npm start",
      })
  void aStartScriptIsRunWithoutNpmWhereItNeedsNone(String script, String line) {
    String json = "{\"scripts\": {\"start\": \"" + script.replace("\"", "\\\"") + "\"}}";
    assertThat(line(json)).hasValue(line);
  }

  @Test
  void scriptsAroundTheStartScriptAreRunByNpm() {
    assertThat(line("{\"scripts\": {\"prestart\": \"echo\", \"start\": \"node a.js\"}}"))
        .hasValue("exec npm start");
  }

  @Test
  void withoutAStartScriptTheFirstFileThatIsThereIsRun() {
    assertThat(line("{\"main\": \"lib/a.js\"}", "server.js", "lib/a.js"))
        .hasValue("exec node server.js");
    assertThat(line("{\"main\": \"./lib/a\"}", "lib/a.js", "index.js"))
        .hasValue("exec node lib/a.js");
    assertThat(line("{\"main\": \"lib/\"}", "lib/index.js")).hasValue("exec node lib/index.js");
    assertThat(line("{\"main\": \"gone.js\"}", "app.js")).hasValue("exec node app.js");
    assertThat(line("{\"main\": \"index.html\"}", "index.html")).isEmpty();
    assertThat(line("{}", "readme.md")).isEmpty();
  }
}
