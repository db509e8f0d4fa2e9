package dev.pluto.engine.calibrate;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Measured latencies in a CSV file with a header: {@code model}, {@code precision} (which may be
 * left out) and {@code latency_ms} or {@code latency_us}. Other columns are there to choose rows
 * by.
 */
final class MeasurementTable {
  /**
   * A measurement.
   *
   * @param place file and line
   * @param file the model
   * @param precision as in "w8a8"; "fp32" for the file as it is
   */
  record Row(String place, Path file, String precision, double milliseconds) {}

  private static final String MODEL = "model";
  private static final String PRECISION = "precision";
  private static final String PLAIN = "fp32";

  /** How tables call models that run in the floating point of their file. */
  private static final String FLOAT = "float";

  /** Milliseconds in a unit, by the column that is in it. */
  private static final Map<String, Double> LATENCIES =
      Map.of("latency_ms", 1.0, "latency_us", 1e-3);

  private final Path table;
  private final Path models;
  private final List<Problem> problems = new ArrayList<>();

  private MeasurementTable(Path table, Path models) {
    this.table = table;
    this.models = models;
  }

  /**
   * Reads a file.
   *
   * @param models folder that model names refer to
   * @param where values that columns must have in a row that counts
   * @throws ProblemException (usage) with everything that is wrong
   */
  static List<Row> read(Path table, Path models, Map<String, String> where) {
    return new MeasurementTable(table, models).rows(where);
  }

  private List<Row> rows(Map<String, String> where) {
    List<Row> rows = new ArrayList<>();
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .build();
    try (CSVParser parser = CSVParser.parse(table, StandardCharsets.UTF_8, format)) {
      List<String> columns = parser.getHeaderNames();
      Optional<String> latency = columns.stream().filter(LATENCIES::containsKey).findFirst();
      if (checkColumns(columns, latency, where)) {
        for (CSVRecord cells : parser) {
          add(cells, latency.orElseThrow(), where, rows);
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      problems.add(new Problem(table.toString(), "can't be read as CSV: " + e.getMessage()));
    }
    if (problems.isEmpty() && rows.isEmpty()) {
      problems.add(
          new Problem(
              table.toString(),
              where.isEmpty() ? "there are no rows" : "there are no rows with " + where));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    return rows;
  }

  private boolean checkColumns(
      List<String> columns, Optional<String> latency, Map<String, String> where) {
    String known = String.join(", ", columns);
    if (!columns.contains(MODEL)) {
      problems.add(new Problem(table + ":1", "there is no column 'model'", known));
    }
    if (latency.isEmpty()) {
      problems.add(
          new Problem(table + ":1", "there is no column 'latency_ms' or 'latency_us'", known));
    }
    where.keySet().stream()
        .filter(column -> !columns.contains(column))
        .forEach(
            column -> problems.add(new Problem("--where", "no such column: " + column, known)));
    return problems.isEmpty();
  }

  private void add(CSVRecord cells, String latency, Map<String, String> where, List<Row> rows) {
    String place = table + ":" + (cells.getRecordNumber() + 1);
    if (!cells.isConsistent()) {
      problems.add(new Problem(place, cells.size() + " cells", "as many as the header has"));
      return;
    }
    if (!where.entrySet().stream().allMatch(w -> cells.get(w.getKey()).equals(w.getValue()))) {
      return;
    }
    String precision = cells.isMapped(PRECISION) ? cells.get(PRECISION) : PLAIN;
    Optional<Path> model = model(cells.get(MODEL));
    if (model.isEmpty()) {
      problems.add(
          new Problem(
              place,
              "there is no model '" + cells.get(MODEL) + "'",
              "a file, with or without .onnx, in " + models));
      return;
    }
    milliseconds(place, cells.get(latency), latency)
        .ifPresent(
            time ->
                rows.add(
                    new Row(
                        place,
                        model.get(),
                        precision.equals(FLOAT) || precision.isEmpty() ? PLAIN : precision,
                        time)));
  }

  private Optional<Path> model(String name) {
    return List.of(name, name + ".onnx").stream()
        .map(models::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private Optional<Double> milliseconds(String place, String text, String column) {
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && !Double.isInfinite(number)) {
        return Optional.of(number * Map.copyOf(LATENCIES).getOrDefault(column, 1.0));
      }
    } catch (NumberFormatException e) {
      // Reported like every other text that is no time.
    }
    problems.add(new Problem(place, column + " '" + text + "' is no time", "a number above 0"));
    return Optional.empty();
  }

  /** Rows by model, in the order of the file. */
  static Map<Path, List<Row>> byModel(List<Row> rows) {
    Map<Path, List<Row>> all = new LinkedHashMap<>();
    rows.forEach(row -> all.computeIfAbsent(row.file(), f -> new ArrayList<>()).add(row));
    return all;
  }
}
