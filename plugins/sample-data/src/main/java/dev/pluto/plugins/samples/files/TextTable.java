package dev.pluto.plugins.samples.files;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of text in UTF-8: cells between tabs, semicolons or commas, whichever the first line has,
 * quoted where needed.
 *
 * @param file for messages
 * @param rows that are not empty, the header among them
 */
public record TextTable(Path file, List<Row> rows) {
  /**
   * A row.
   *
   * @param line number in the file, from 1
   * @param cells without blanks around them
   */
  public record Row(long line, List<String> cells) {
    /** Copies the list. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** Copies the list. */
  public TextTable {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException (usage) if it cannot be read as a table, or has no rows
   */
  public static TextTable read(Path file) {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader text = Files.newBufferedReader(file);
        CSVParser parser = format(file).parse(text)) {
      for (CSVRecord record : parser) {
        rows.add(new Row(parser.getCurrentLineNumber(), cells(record)));
      }
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw problem(file.toString(), "it cannot be read as a table: " + e.getMessage());
    }
    if (rows.isEmpty()) {
      throw problem(file.toString(), "there are no rows in it");
    }
    return new TextTable(file, rows);
  }

  private static CSVFormat format(Path file) throws IOException {
    try (BufferedReader text = Files.newBufferedReader(file)) {
      String first = text.readLine();
      String line = first == null ? "" : first;
      char delimiter = line.indexOf('\t') >= 0 ? '\t' : line.indexOf(';') >= 0 ? ';' : ',';
      return CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreEmptyLines(true).build();
    }
  }

  private static List<String> cells(CSVRecord record) {
    List<String> cells = new ArrayList<>();
    for (String cell : record) {
      boolean marked =
          record.getRecordNumber() == 1 && cells.isEmpty() && cell.startsWith("\uFEFF");
      cells.add(marked ? cell.substring(1).strip() : cell.strip());
    }
    return cells;
  }

  /** The column of the first row that has one of these names, upper and lower case alike. */
  public OptionalInt column(Set<String> names) {
    List<String> header = rows.get(0).cells();
    for (int i = 0; i < header.size(); i++) {
      if (names.contains(header.get(i).toLowerCase(Locale.ROOT))) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Where a row stands, for messages. */
  public String place(Row row) {
    return "%s, line %d".formatted(file, row.line());
  }

  private static ProblemException problem(String place, String what) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what));
  }
}
