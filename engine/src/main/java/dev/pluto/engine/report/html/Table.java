package dev.pluto.engine.report.html;

import java.util.List;

/**
 * A table that scrolls inside its own frame where the window is narrow; the frame can be reached
 * and scrolled with the keyboard.
 */
public final class Table {
  private final String id;
  private final String caption;
  private final List<Column> columns;
  private final Element body = Element.of("tbody");

  /** A column: its heading and what stands in it. */
  public record Column(String heading, Kind kind) {
    /** What stands in a column. */
    public enum Kind {
      /** Words. */
      WORDS,
      /** Numbers, which stand to the right. */
      NUMBER,
      /** Names in the letters of code. */
      CODE
    }

    /** A column of words. */
    public static Column words(String heading) {
      return new Column(heading, Kind.WORDS);
    }

    /** A column of numbers. */
    public static Column number(String heading) {
      return new Column(heading, Kind.NUMBER);
    }

    /** A column of names. */
    public static Column code(String heading) {
      return new Column(heading, Kind.CODE);
    }

    private Element cell(String element, Node... content) {
      Element cell = Element.of(element, content);
      return switch (kind) {
        case WORDS -> cell;
        case NUMBER -> cell.with("class", "number");
        case CODE -> cell.with("class", "code");
      };
    }
  }

  /**
   * A table without rows.
   *
   * @param id unique in the page
   */
  public Table(String id, String caption, Column... columns) {
    this.id = id;
    this.caption = caption;
    this.columns = List.of(columns);
  }

  /** Adds a row of texts; the first names the row. Returns the table itself. */
  public Table row(String... texts) {
    Node[] cells = new Node[texts.length];
    for (int c = 0; c < texts.length; c++) {
      cells[c] = new Text(texts[c]);
    }
    return row(cells);
  }

  /** Adds a row; the first cell names the row. Returns the table itself. */
  public Table row(Node... cells) {
    Element row = Element.of("tr");
    for (int c = 0; c < cells.length; c++) {
      row.add(
          c == 0
              ? columns.get(c).cell("th", cells[c]).with("scope", "row")
              : columns.get(c).cell("td", cells[c]));
    }
    body.add(row);
    return this;
  }

  /** The table as HTML. */
  public Element toElement() {
    Element head = Element.of("tr");
    for (Column column : columns) {
      head.add(column.cell("th", new Text(column.heading())).with("scope", "col"));
    }
    Element table =
        Element.of(
            "table",
            Element.of("caption", caption).with("id", id),
            Element.of("thead", head),
            body);
    return Element.of("div", table)
        .with("class", "scroll")
        .with("role", "region")
        .with("tabindex", "0")
        .with("aria-labelledby", id);
  }
}
