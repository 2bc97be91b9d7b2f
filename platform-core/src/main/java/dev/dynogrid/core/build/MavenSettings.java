package dev.dynogrid.core.build;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The part of this machine's Maven settings that builds may know: where artifacts come from.
 * Passwords, tokens and keys stay here, since the builds are other people's code.
 */
final class MavenSettings {
  private static final Set<String> OF_MIRRORS =
      Set.of("id", "name", "mirrorOf", "url", "layout", "mirrorOfLayouts", "blocked");
  private static final Set<String> OF_PROXIES =
      Set.of("id", "active", "protocol", "host", "port", "nonProxyHosts");

  private MavenSettings() {}

  /** Where this machine's settings are: the user's, which win, then Maven's own. */
  static List<Path> ofThisMachine(Path mavenHome) {
    return List.of(
        Path.of(System.getProperty("user.home"), ".m2", "settings.xml"),
        mavenHome.resolve("conf/settings.xml"));
  }

  /** Mirrors and proxies of several settings, in one. */
  static String publicPart(List<Path> files) throws IOException {
    Document result = Xml.empty();
    Element settings = (Element) result.appendChild(result.createElement("settings"));
    Element mirrors = (Element) settings.appendChild(result.createElement("mirrors"));
    Element proxies = (Element) settings.appendChild(result.createElement("proxies"));
    for (Path file : files) {
      Element from = read(file);
      Xml.elements(from, "mirrors", "mirror")
          .filter(mirror -> !holdsCredentials(mirror))
          .forEach(mirror -> copy(mirror, mirrors, OF_MIRRORS));
      Xml.elements(from, "proxies", "proxy").forEach(proxy -> copy(proxy, proxies, OF_PROXIES));
    }
    return text(result);
  }

  private static Element read(Path file) throws IOException {
    String text = SourceText.of(file.getRoot(), file.toString());
    try {
      return Xml.parse(text.isEmpty() ? "<settings/>" : text).getDocumentElement();
    } catch (SAXException e) {
      throw new IOException(file + " is not to be read: " + e.getMessage(), e);
    }
  }

  /** An address may hold them too: {@code https://user:password@host/}. */
  private static boolean holdsCredentials(Element mirror) {
    return Xml.elements(mirror, "url").anyMatch(url -> url.getTextContent().contains("@"));
  }

  private static void copy(Element from, Element to, Set<String> names) {
    Document document = to.getOwnerDocument();
    Element copy = document.createElement(from.getTagName());
    for (Node node = from.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && names.contains(element.getTagName())) {
        Element part = document.createElement(element.getTagName());
        part.setTextContent(element.getTextContent().strip());
        copy.appendChild(part);
      }
    }
    to.appendChild(copy);
  }

  private static String text(Document document) {
    try {
      TransformerFactory factory = TransformerFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      StringWriter text = new StringWriter();
      factory.newTransformer().transform(new DOMSource(document), new StreamResult(text));
      return text.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException("this JDK cannot write XML", e);
    }
  }
}
