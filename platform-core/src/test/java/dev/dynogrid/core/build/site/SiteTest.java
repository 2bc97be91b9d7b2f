package dev.dynogrid.core.build.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynogrid.core.build.site.server.Site;
import dev.dynogrid.core.build.site.server.SiteAnswer;
import dev.dynogrid.core.build.site.server.SiteRequest;
import dev.dynogrid.core.build.site.server.SiteRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void layOut() throws IOException {
    root = folder.resolve("site");
    write("index.html", "first");
    write("about.html", "about");
    write("style.css", "0123456789");
    write("docs/index.html", "docs");
    write("docs/a b/ü.html", "spaced");
    write(".env", "secret");
    write("docs/.git/config", "secret");
    write(".well-known/security.txt", "contact");
    write("Procfile", "web: x");
    Files.writeString(folder.resolve("outside.txt"), "outside");
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), text);
  }

  private SiteAnswer get(SiteRules rules, String target, String... headers) throws IOException {
    Map<String, String> all = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
    return new Site(root, rules).answer(new SiteRequest("GET", target, all));
  }

  private SiteAnswer get(String target, String... headers) throws IOException {
    return get(SiteRules.USUAL, target, headers);
  }

  private static String text(SiteAnswer answer) throws IOException {
    if (answer.body() instanceof SiteAnswer.Part part) {
      byte[] all = Files.readAllBytes(part.file());
      return new String(all, (int) part.offset(), (int) part.length());
    }
    return ((SiteAnswer.Text) answer.body()).text();
  }

  @ParameterizedTest
  @CsvSource({
    "/, first",
    "/index.html, first",
    "/index, first",
    "/about, about",
    "/about.html, about",
    "/about?x=1, about",
    "//about, about",
    "/docs/, docs",
    "/docs/a%20b/%C3%BC, spaced",
    "/.well-known/security.txt, contact",
  })
  void aPathLeadsToItsFile(String target, String text) throws IOException {
    SiteAnswer answer = get(target);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, /docs/",
    "/docs?a=b, /docs/?a=b",
    "/about/, /about",
    "/docs/a%20b/%C3%BC/, /docs/a%20b/%C3%BC",
    "//docs, /docs/",
  })
  void slashesAtTheEndAreSetRightAndNeverLeadToAnotherHost(String target, String location)
      throws IOException {
    assertThat(get(target).status()).isEqualTo(301);
    assertThat(get(target).headers()).containsEntry("Location", location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.env",
        "/%2eenv",
        "/docs/.git/config",
        "/../outside.txt",
        "/docs/../../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/docs/%2e%2e%2f%2e%2e%2foutside.txt",
        "/Procfile",
        "//Procfile",
        "/docs/a b",
        "/%00",
        "/%zz",
        "/%",
        "/%ff",
        "about.html",
        "http://elsewhere/about.html",
        "*",
        "/docs/a%20b/",
      })
  void whatIsHiddenOutsideOrAFolderIsNotThere(String target) throws IOException {
    assertThat(get(target).status()).isEqualTo(404);
    assertThat(text(get(target))).doesNotContain("secret", "outside");
  }

  @Test
  void aLinkThatLeavesTheSiteIsNotFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("way.txt"), folder.resolve("outside.txt"));
    assertThat(get("/way.txt").status()).isEqualTo(404);
  }

  @Test
  void theSitesOwnPageTellsWhatIsMissing() throws IOException {
    assertThat(text(get("/nowhere"))).isEqualTo("Not found\n");
    write("404.html", "<p>gone</p>");
    SiteAnswer answer = get("/nowhere");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer)).isEqualTo("<p>gone</p>");
    assertThat(answer.headers())
        .containsEntry("Content-Type", "text/html; charset=utf-8")
        .containsEntry("Cache-Control", "no-cache");
  }

  @Test
  void onlyReadingIsAllowed() throws IOException {
    Site site = new Site(root, SiteRules.USUAL);
    SiteAnswer answer = site.answer(new SiteRequest("POST", "/", Map.of()));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
    assertThat(site.answer(new SiteRequest("HEAD", "/", Map.of())).headers())
        .containsEntry("Content-Length", "5");
  }

  @Test
  void aKnownStateIsNotSentAgainAndEqualContentHasAnEqualTag() throws IOException {
    SiteAnswer first = get("/style.css");
    String tag = first.headers().get("ETag");
    assertThat(get("/style.css", "If-None-Match", "\"x\", W/" + tag).status()).isEqualTo(304);
    assertThat(get("/style.css", "If-None-Match", "*").status()).isEqualTo(304);
    assertThat(get("/style.css", "If-None-Match", "\"x\"").status()).isEqualTo(200);
    String modified = first.headers().get("Last-Modified");
    assertThat(get("/style.css", "If-Modified-Since", modified).status()).isEqualTo(304);
    assertThat(get("/style.css", "If-Modified-Since", "yesterday").status()).isEqualTo(200);
    Files.setLastModifiedTime(
        root.resolve("style.css"), java.nio.file.attribute.FileTime.fromMillis(0));
    assertThat(get("/style.css").headers()).containsEntry("ETag", tag);
    write("style.css", "9876543210");
    assertThat(get("/style.css").headers().get("ETag")).isNotEqualTo(tag);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 206, 234, bytes 2-4/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=-3, 206, 789, bytes 7-9/10",
    "bytes=8-99, 206, 89, bytes 8-9/10",
    "bytes=-99, 206, 0123456789, bytes 0-9/10",
    "bytes=4-2, 200, 0123456789,",
    "'bytes=0-1,3-4', 200, 0123456789,",
    "lines=1-2, 200, 0123456789,",
  })
  void aPartIsSentIfAPartIsAskedFor(String range, int status, String text, String contentRange)
      throws IOException {
    SiteAnswer answer = get("/style.css", "Range", range);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(text(answer)).isEqualTo(text);
    assertThat(answer.headers().get("Content-Range")).isEqualTo(contentRange);
  }

  @Test
  void aPartThatTheFileDoesNotHaveIsRefused() throws IOException {
    SiteAnswer answer = get("/style.css", "Range", "bytes=10-");
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.headers()).containsEntry("Content-Range", "bytes */10");
  }

  @Test
  void aPartOfAnotherStateIsNotSent() throws IOException {
    Site site = new Site(root, SiteRules.USUAL);
    Map<String, String> headers = Map.of("Range", "bytes=1-2", "If-Range", "\"old\"");
    assertThat(site.answer(new SiteRequest("GET", "/style.css", headers)).status()).isEqualTo(200);
  }

  @Test
  void aCompressedFileBesideIsSentToThoseThatTakeIt() throws IOException {
    write("style.css.gz", "gz");
    write("style.css.br", "br");
    SiteAnswer both = get("/style.css", "Accept-Encoding", "gzip, deflate, br;q=0.9");
    assertThat(text(both)).isEqualTo("br");
    assertThat(both.headers())
        .containsEntry("Content-Encoding", "br")
        .containsEntry("Content-Type", "text/css; charset=utf-8")
        .containsEntry("Vary", "Accept-Encoding");
    assertThat(text(get("/style.css", "Accept-Encoding", "gzip, br;q=0"))).isEqualTo("gz");
    SiteAnswer plain = get("/style.css");
    assertThat(text(plain)).isEqualTo("0123456789");
    assertThat(plain.headers()).containsEntry("Vary", "Accept-Encoding");
    assertThat(plain.headers().get("ETag")).isNotEqualTo(both.headers().get("ETag"));
  }

  @ParameterizedTest
  @CsvSource({
    "assets/index-DiwrgTda.js, true",
    "assets/index-C9s_b-2K.css, true",
    "app.5f3a9c1e.js, true",
    "static/js/main.0a1b2c3d.chunk.js, true",
    "app.js, false",
    "jquery-validate.js, false",
    "img/photo-20230101.jpg, false",
    "assets/logo-original.svg, false",
  })
  void aNameWithADigestMayBeKeptForEver(String name, boolean forEver) throws IOException {
    write(name, "x");
    assertThat(get("/" + name).headers())
        .containsEntry("Cache-Control", forEver ? IMMUTABLE : "public, max-age=0, must-revalidate");
  }

  @Test
  void staticJsonSaysWhatIsServedWhere() throws IOException {
    StaticJson json =
        StaticJson.parse(
            """
            {"root": "dist/", "clean_urls": false, "error_page": "docs/index.html",
             "routes": {"/app/**": "about.html"},
             "redirects": {"/old/*": {"url": "/new"}, "/x": {"url": "https://a.b/", "status": 302}},
             "headers": {"/**": {"X-All": "1"}, "/docs/**": {"Cache-Control": "no-store"}},
             "proxies": {}}
            """);
    assertThat(json.root()).hasValue("dist/");
    assertThat(json.unknown()).containsExactly("proxies");
    SiteRules rules = SiteRules.parse(json.rules().lines());
    assertThat(rules).isEqualTo(json.rules());
    assertThat(get(rules, "/about").status()).isEqualTo(404);
    assertThat(text(get(rules, "/about"))).isEqualTo("docs");
    assertThat(text(get(rules, "/app/users/3"))).isEqualTo("about");
    assertThat(get(rules, "/app/users/3").status()).isEqualTo(200);
    assertThat(get(rules, "/old/a").headers()).containsEntry("Location", "/new");
    assertThat(get(rules, "/old/a/b").status()).isEqualTo(404);
    assertThat(get(rules, "/x").status()).isEqualTo(302);
    assertThat(get(rules, "/docs/").headers())
        .containsEntry("X-All", "1")
        .containsEntry("Cache-Control", "no-store");
  }

  @Test
  void httpIsSentToHttpsIfTheSiteWantsIt() throws IOException {
    SiteRules rules = StaticJson.parse("{\"https_only\": true}").rules();
    Map<String, String> headers = Map.of("X-Forwarded-Proto", "http", "Host", "a.example.com");
    SiteAnswer answer = new Site(root, rules).answer(new SiteRequest("GET", "/about?x", headers));
    assertThat(answer.headers()).containsEntry("Location", "https://a.example.com/about?x");
    assertThat(get(rules, "/about", "X-Forwarded-Proto", "https").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{\"routes\": []}",
        "{\"redirects\": {\"/a\": {\"status\": 301}}}",
        "{\"redirects\": {\"/a\": {\"url\": \"/b\", \"status\": 200}}}",
        "{\"headers\": {\"/a\": {\"X Y\": \"1\"}}}",
        "{\"headers\": {\"/a\": {\"X\": \"1\\r\\nSet-Cookie: a\"}}}",
      })
  void aStaticJsonThatMeansNothingIsRefused(String text) {
    assertThatThrownBy(() -> StaticJson.parse(text)).hasMessageContaining("static.json");
  }
}
