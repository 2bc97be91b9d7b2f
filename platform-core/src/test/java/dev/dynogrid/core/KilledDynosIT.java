package dev.dynogrid.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynogrid.api.model.AppId;
import dev.dynogrid.api.model.Dyno;
import dev.dynogrid.api.model.DynoState;
import dev.dynogrid.core.testkit.Await;
import dev.dynogrid.core.testkit.Datagrams;
import dev.dynogrid.core.testkit.GitRepo;
import dev.dynogrid.core.testkit.KeptLoad;
import dev.dynogrid.core.testkit.MeshClient;
import dev.dynogrid.core.testkit.Samples;
import dev.dynogrid.core.testkit.TestPlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G7, and G2 as far as dynos that die allow it: servers that close connections soon, killed while
 * they serve. What may be asked twice is answered always; what may not be is never asked twice.
 */
class KilledDynosIT {
  private static final int DYNOS = 3;

  /** More in a row, and the last ones would be restarted after a pause. */
  private static final int KILLS = 3;

  private static final int ROUNDS = Boolean.getBoolean("dynogrid.long") ? 5 : 1;

  /** Tells of each POST by a datagram, before it answers; kills itself when it is asked to. */
  private static final String NODE =
      """
      const http = require('http');
      const udp = require('dgram').createSocket('udp4');
      const server = http.createServer((request, response) => {
        if (request.url === '/die') process.kill(process.pid, 'SIGKILL');
        if (request.method !== 'POST') return response.end('ok');
        udp.send(request.url, +process.env.COLLECTOR, '127.0.0.1', () => response.end('ok'));
      });
      server.keepAliveTimeout = 2000;
      server.listen(process.env.PORT);
      """;

  private static final String RACK =
      """
      require 'socket'
      UDP = UDPSocket.new
      run(lambda do |env|
        Process.kill(:KILL, Process.pid) if env['PATH_INFO'] == '/die'
        if env['REQUEST_METHOD'] == 'POST'
          UDP.send(env['PATH_INFO'], 0, '127.0.0.1', ENV.fetch('COLLECTOR').to_i)
        end
        [200, { 'Content-Type' => 'text/plain' }, ['ok']]
      end)
      """;

  @TempDir Path folder;

  @Test
  void nodeServers() throws Exception {
    Samples.needProgram("node");
    assertThatKillsHurtNobody(
        repo -> repo.write("server.js", NODE).write("Procfile", "web: exec node server.js\n"));
  }

  @Test
  void pumaServers() throws Exception {
    Samples.needProgram("puma");
    Samples.needGem("puma");
    assertThatKillsHurtNobody(
        repo ->
            repo.write("config.ru", RACK)
                .write("puma.rb", "persistent_timeout 1\n")
                .write("Procfile", "web: exec puma -q -C puma.rb -t 4:4 -p $PORT\n"));
  }

  private interface Source {
    GitRepo in(GitRepo repo) throws IOException;
  }

  private void assertThatKillsHurtNobody(Source source) throws Exception {
    try (Datagrams effects = new Datagrams();
        TestPlatform platform = TestPlatform.start(folder)) {
      AppId app = platform.platform().apps().create("hello").id();
      platform.platform().config().set(app, Map.of("COLLECTOR", "" + effects.port()));
      GitRepo.Result pushed = source.in(platform.repo("hello")).deploy();
      assertThat(pushed.succeeded()).as(pushed.output()).isTrue();
      platform.platform().formation().scale(app, "web", DYNOS);
      awaitAllUp(platform, app, List.of());
      KeptLoad load = KeptLoad.on(platform.mesh(), "hello.localhost");
      try (load) {
        for (int round = 0; round < ROUNDS; round++) {
          killSome(platform, app);
          platform.platform().config().set(app, Map.of("ROUND", "" + round)); // all is forgotten
        }
      }
      assertThat(load.failedGets()).isEmpty();
      assertThat(load.answeredGets()).isGreaterThan(100);
      assertThat(load.answeredPosts()).isGreaterThan(100);
      Await.until("a datagram for each answer", () -> effects.size() >= load.answeredPosts());
      assertThat(effects.twice()).as("requests that were sent twice").isEmpty();
      // Each kill may cut off what was under way on that dyno; nothing else may fail.
      assertThat(load.failedPosts()).allMatch(error -> error.matches("503 H1[38]"));
      assertThat(load.failedPosts())
          .hasSizeLessThanOrEqualTo(ROUNDS * KILLS * KeptLoad.CONNECTIONS);
    }
  }

  private static void killSome(TestPlatform platform, AppId app) throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      List<Dyno> before = up(platform, app);
      assertThat(die(platform)).isEqualTo(503);
      awaitAllUp(platform, app, before);
    }
  }

  private static int die(TestPlatform platform) throws IOException {
    try (MeshClient.Kept connection = platform.mesh().keep("hello.localhost")) {
      return connection.ask("POST", "/die").status();
    }
  }

  private static List<Dyno> up(TestPlatform platform, AppId app) {
    return platform.platform().dynos().list(app).stream()
        .filter(dyno -> dyno.state() == DynoState.UP)
        .toList();
  }

  /** As many as there should be, not all of them those from before. */
  private static void awaitAllUp(TestPlatform platform, AppId app, List<Dyno> before)
      throws Exception {
    Await.until(
        DYNOS + " dynos that are up",
        () -> {
          List<Dyno> now = up(platform, app);
          return now.size() == DYNOS && !now.equals(before);
        });
  }
}
