package dev.dynogrid.benchmarks.deploy;

import java.util.List;

/**
 * An app whose deploys are timed.
 *
 * @param name of its folder among the sample apps
 * @param file the file that the one-line change is made in
 * @param marker a text in that file which is replaced, and then looked for in the answer
 * @param build what its owner would type to build it, in its folder; empty if nothing is built
 * @param command what its owner would type to start it, in its folder; reads {@code $PORT}
 */
record Subject(String name, String file, String marker, String build, String command) {
  static List<Subject> all(String siteClasses) {
    return List.of(
        new Subject("python-procfile", "app.py", "Hello from Python", "", "exec python3 app.py"),
        new Subject(
            "rack-hello",
            "config.ru",
            "Hello from Rack",
            "",
            "RACK_ENV=production exec puma -b tcp://0.0.0.0:$PORT config.ru"),
        new Subject("java-hello", "Hello.java", "Hello from Dynogrid", "", "exec java Hello.java"),
        new Subject(
            "maven-hello",
            "src/main/java/hello/Main.java",
            "Hello from Maven",
            "mvn -o -B -q -DskipTests package",
            "exec java -jar target/maven-hello-1.0.jar"),
        new Subject(
            "go-hello",
            "greeting/greeting.go",
            "Hello from Go",
            "go build -o bin/ .",
            "exec bin/go-hello"),
        new Subject(
            "rack-bundler",
            "config.ru",
            "Hello from Rack and Bundler",
            "",
            "RACK_ENV=production exec bundle exec puma -b tcp://0.0.0.0:$PORT config.ru"),
        new Subject(
            "static-site",
            "index.html",
            "Hello from a static site",
            "",
            "exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx64m -cp "
                + siteClasses
                + " dev.dynogrid.core.build.site.server.StaticServer ."));
  }

  /** Whether its build is expected to take less than by hand: where a JVM starts for it. */
  boolean isToBeatHand() {
    return build.startsWith("mvn ");
  }

  /** The same, but what the build needs is fetched. */
  Subject online() {
    return new Subject(name, file, marker, build.replace("mvn -o ", "mvn "), command);
  }
}
