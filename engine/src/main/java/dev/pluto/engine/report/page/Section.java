package dev.pluto.engine.report.page;

import dev.pluto.engine.report.html.Element;
import dev.pluto.engine.report.html.Node;
import java.util.List;

/** A section of the page, with the heading by which it is known. */
record Section(String id, String heading, List<Node> content) {
  Section(String id, String heading, Node... content) {
    this(id, heading, List.of(content));
  }

  Element toElement() {
    return Element.of("section", Element.of("h2", heading).with("id", id))
        .with("aria-labelledby", id)
        .add(content.toArray(Node[]::new));
  }
}
