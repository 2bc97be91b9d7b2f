package dev.dynogrid.core.testkit;

import dev.dynogrid.api.Platform;
import dev.dynogrid.api.model.App;
import dev.dynogrid.api.model.Release;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A platform that does what it is told on standard input, a line each. */
public final class HostMain {
  private HostMain() {}

  public static void main(String[] arguments) throws IOException {
    try (Platform platform = TestPlatform.builder(Path.of(arguments[0])).build()) {
      platform.start();
      System.out.println(
          "ready "
              + platform.addresses().mesh().port()
              + " "
              + platform.addresses().control().port());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("close")) {
          return;
        }
        System.out.println(answer(platform, line.split(" ")));
      }
    }
  }

  private static String answer(Platform platform, String[] words) {
    App app = platform.apps().find(words[1]).orElseThrow();
    return switch (words[0]) {
      case "config" ->
          platform
              .config()
              .set(app.id(), Map.of(words[2], words[3]))
              .map(Release::label)
              .orElse("-");
      case "scale" ->
          platform.formation().scale(app.id(), words[2], Integer.parseInt(words[3])).toString();
      case "formation" -> platform.formation().get(app.id()).toString();
      case "current" ->
          platform.releases().current(app.id()).map(HostMain::describe).orElse("none");
      case "dynos" -> platform.dynos().list(app.id()).toString();
      default -> "unknown: " + words[0];
    };
  }

  private static String describe(Release release) {
    return release.version()
        + " "
        + release.commit().orElse("-")
        + " "
        + release.configVars().asMap();
  }
}
