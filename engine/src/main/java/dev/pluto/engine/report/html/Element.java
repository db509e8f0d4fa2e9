package dev.pluto.engine.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element. Its name and the names of its attributes are those of the program; what it contains
 * and the values of its attributes may come from anywhere.
 */
public final class Element implements Node {
  private static final Set<String> WITHOUT_END = Set.of("meta");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Node> children = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  /** An element with content. */
  public static Element of(String name, Node... children) {
    Element element = new Element(name);
    element.children.addAll(List.of(children));
    return element;
  }

  /** An element that contains text. */
  public static Element of(String name, String text) {
    return of(name, new Text(text));
  }

  /** Sets an attribute; returns the element itself. */
  public Element with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** Adds content at the end; returns the element itself. */
  public Element add(Node... more) {
    children.addAll(List.of(more));
    return this;
  }

  @Override
  public void write(StringBuilder html) {
    html.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          html.append(' ').append(attribute).append("=\"");
          new Text(value).write(html);
          html.append('"');
        });
    html.append('>');
    children.forEach(child -> child.write(html));
    if (!WITHOUT_END.contains(name)) {
      html.append("</").append(name).append('>');
    }
    if (!name.equals("pre")) {
      html.append('\n');
    }
  }

  @Override
  public String toString() {
    StringBuilder html = new StringBuilder();
    write(html);
    return html.toString();
  }
}
