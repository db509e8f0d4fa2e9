package dev.pluto.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two spaces apart. */
public final class Table {
  private static final String GAP = "  ";

  /** How the cells of a column are aligned. */
  public enum Align {
    LEFT,
    RIGHT
  }

  private final Style style;
  private final List<Align> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean hasHeader;

  /** A table with these columns. */
  public Table(Style style, Align... columns) {
    this.style = style;
    this.columns = List.of(columns);
  }

  /** Puts a header above the rows. */
  public Table header(String... names) {
    rows.add(0, checked(List.of(names)));
    hasHeader = true;
    return this;
  }

  /** Appends a row. */
  public Table row(String... cells) {
    rows.add(checked(List.of(cells)));
    return this;
  }

  private List<String> checked(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells, " + columns.size() + " columns");
    }
    return cells;
  }

  /** The rows as lines, each ended and indented by two spaces. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      String line = line(rows.get(r));
      text.append(r == 0 && hasHeader ? style.faint(line) : line).append('\n');
    }
    return text.toString();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String cell = cells.get(c);
      String padding = " ".repeat(width(c) - Style.length(cell));
      line.append(GAP).append(columns.get(c) == Align.LEFT ? cell + padding : padding + cell);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> Style.length(row.get(column))).max().orElse(0);
  }
}
