package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import dev.dynogrid.core.testkit.WebSocketClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Node apps as their authors have them. */
class NodeIT {
  private static final String SERVER =
      """
      const http = require('http');
      http.createServer((request, response) => response.end('TEXT')).listen(process.env.PORT);
      """;

  @TempDir Path folder;
  private TestPlatform platform;
  private GitRepo repo;

  @BeforeEach
  void start() throws Exception {
    Samples.needProgram("node");
    platform = TestPlatform.start(folder);
    repo = platform.repo("app");
  }

  @AfterEach
  void close() {
    if (platform != null) {
      platform.close();
    }
  }

  private String deployed(String... said) throws Exception {
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).as(result.output()).isTrue();
    assertThat(List.of(said)).allSatisfy(one -> assertThat(result.output()).contains(one));
    return result.output();
  }

  private String body(String path) throws Exception {
    return platform.get("app", path).body();
  }

  @Test
  void theSampleAnswersRequestsAndWebSocketsAndItsSecondPushInstallsNothing() throws Exception {
    Samples.needNpmRegistry();
    Samples.copy("node-websocket", repo);
    deployed(
        "-----> Node.js app detected", "npm ci --omit=dev", "Default types for Node.js -> web");
    assertThat(body("/")).isEqualTo("Hello from Node.js\n");
    int port = platform.platform().addresses().mesh().port();
    try (WebSocketClient socket = WebSocketClient.open(port, "app.localhost", "/echo")) {
      assertThat(socket.ask("ahoi")).isEqualTo("you said ahoi");
    }
    String server = Files.readString(repo.folder().resolve("server.js"));
    repo.write("server.js", server.replace("Hello from", "Hello again from"));
    assertThat(deployed("Using the packages of the last build")).doesNotContain("npm ci");
    assertThat(body("/")).isEqualTo("Hello again from Node.js\n");
    try (WebSocketClient socket = WebSocketClient.open(port, "app.localhost", "/echo")) {
      assertThat(socket.ask("again")).isEqualTo("you said again");
    }
  }

  @Test
  void anAppWithoutPackagesNeedsNoNpmAndStartsAsItsStartScriptSays() throws Exception {
    repo.write(
            "package.json",
            """
            {"name": "plain", "version": "1.2.3", "type": "module",
             "scripts": {"start": "GREETING=hello node --enable-source-maps src/main.js"}}
            """)
        .write(
            "src/main.js",
            """
            import { createServer } from 'node:http';
            const text = [process.env.GREETING, process.env.NODE_ENV,
                process.env.npm_package_version].join(' ');
            createServer((request, response) => response.end(text)).listen(process.env.PORT);
            """);
    deployed("Node.js app detected");
    assertThat(body("/")).isEqualTo("hello production 1.2.3");
  }

  @Test
  void aBuildScriptRunsWithDevelopmentPackagesWhichTheSlugDoesNotHave() throws Exception {
    Samples.needNpmRegistry();
    repo.write(
            "package.json",
            """
            {"name": "typed", "scripts": {"build": "tsc", "start": "node dist/server.js"},
             "dependencies": {"ms": "^2.1.3"},
             "devDependencies": {"typescript": "^5.4.0", "@types/node": "^20.0.0"}}
            """)
        .write(
            "tsconfig.json",
            """
            {"compilerOptions": {"outDir": "dist", "rootDir": "src", "module": "commonjs",
              "strict": true, "esModuleInterop": true, "skipLibCheck": true}, "include": ["src"]}
            """)
        .write(
            "src/server.ts",
            """
            import http from 'http';
            import fs from 'fs';
            const tool: boolean = fs.existsSync('node_modules/typescript');
            const needed: boolean = fs.existsSync('node_modules/ms');
            http.createServer((request, response) => {
              response.end(`compiler: ${tool}, needed: ${needed}`);
            }).listen(process.env.PORT);
            """);
    deployed("npm install", "Running build of package.json", "development packages");
    assertThat(body("/")).isEqualTo("compiler: false, needed: true");
  }

  @Test
  void aPackageOfTheRepositoryAndAProgramOfItServeAProcfile() throws Exception {
    repo.write("package.json", "{\"name\": \"kept\", \"dependencies\": {\"mine\": \"1.0.0\"}}")
        .write("node_modules/mine/package.json", "{\"name\": \"mine\", \"version\": \"1.0.0\"}")
        .write("node_modules/.bin/serve-it", "#!/usr/bin/env node\n" + SERVER)
        .executable("node_modules/.bin/serve-it")
        .write("Procfile", "web: serve-it\n");
    deployed("Using node_modules of the repository", "Procfile declares types -> web");
    assertThat(body("/")).isEqualTo("TEXT");
  }

  @Test
  void aFrontEndThatIsOnlyBuiltIsServedAsASiteOfOnePage() throws Exception {
    Samples.needProgram("npm");
    repo.write(
            "package.json",
            "{\"name\": \"front\", \"scripts\": {\"build\": \"node build.js\", \"dev\": \"vite\"}}")
        .write(
            "build.js",
            """
            const fs = require('fs');
            fs.mkdirSync('dist/assets', { recursive: true });
            fs.writeFileSync('dist/index.html', '<h1>front</h1>');
            fs.writeFileSync('dist/assets/index-DiwrgTda.js', 'go()');
            """)
        .write("src/main.jsx", "export default () => <h1>front</h1>;\n")
        .write("src/main.js", "export const a = <div/>;\n");
    deployed("Running build of package.json", "serving the files of dist");
    assertThat(body("/some/page")).isEqualTo("<h1>front</h1>");
    assertThat(platform.get("app", "/assets/index-DiwrgTda.js").headers())
        .containsEntry("cache-control", "public, max-age=31536000, immutable");
  }

  @Test
  void aRegistryThatTakesConnectionsAndNeverAnswersIsNotAwaitedPackageByPackage() throws Exception {
    Samples.needProgram("npm");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      repo.write("package.json", "{\"name\": \"a\", \"dependencies\": {\"ms\": \"2.1.3\"}}")
          .write("server.js", SERVER)
          .write(".npmrc", "registry=http://127.0.0.1:" + silent.getLocalPort() + "/\n");
      GitRepo.Result result = repo.deploy();
      assertThat(result.succeeded()).isFalse();
      assertThat(result.output())
          .contains(
              "network timeout", "asking the build cache", "the package registry is out of reach");
    }
  }

  @Test
  void anAppThatDoesNotSayHowItIsStartedIsRefusedWithWhatToDo() throws Exception {
    repo.write("package.json", "{\"name\": \"lost\"}").write("lib.js", "module.exports = 1;\n");
    GitRepo.Result result = repo.deploy();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.output()).contains("package.json does not say how the app is started");
  }
}
