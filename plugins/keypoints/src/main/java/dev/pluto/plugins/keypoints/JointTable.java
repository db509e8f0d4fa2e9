package dev.pluto.plugins.keypoints;

import dev.pluto.plugins.samples.Problems;
import dev.pluto.plugins.samples.files.TextTable;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table of joints: the columns image, joint, x and y, and where there are such, visible (0 for
 * joints of which nothing is known) and person (a number or name within the image).
 */
final class JointTable {
  static final String COLUMNS =
      "columns image, joint, x, y, and visible and person if there are such";
  private static final double FARTHEST = 1e6;

  private final TextTable table;
  private final int image;
  private final int joint;
  private final int x;
  private final int y;
  private final OptionalInt visible;
  private final OptionalInt person;

  /**
   * Reads a file.
   *
   * @throws ProblemException (usage) if it lacks a column
   */
  JointTable(Path file) {
    table = TextTable.read(file);
    image = column("image", "file", "filename");
    joint = column("joint", "keypoint");
    x = column("x");
    y = column("y");
    visible = table.column(Set.of("visible", "visibility", "v"));
    person = table.column(Set.of("person", "id", "instance"));
  }

  private int column(String... names) {
    return table
        .column(Set.of(names))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemException.Kind.USAGE,
                    new Problem(
                        table.file().toString(),
                        "its first row names no column '%s'".formatted(names[0]),
                        COLUMNS)));
  }

  private List<TextTable.Row> rows() {
    return table.rows().subList(1, table.rows().size());
  }

  private int width() {
    int most = Math.max(Math.max(image, joint), Math.max(x, y));
    return 1 + Math.max(most, Math.max(visible.orElse(0), person.orElse(0)));
  }

  /** Names of all joints, in the order in which they come. */
  List<String> joints() {
    return rows().stream()
        .filter(row -> row.cells().size() >= width())
        .map(row -> row.cells().get(joint))
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .stream()
        .toList();
  }

  /**
   * All persons with a visible joint.
   *
   * @param names of the joints that are wanted; others are left out
   * @throws ProblemException (usage) naming every row that is not understood and every image that
   *     is not there
   */
  List<Person> persons(JointNames names) {
    Problems problems = new Problems();
    Map<List<String>, List<Optional<Joint>>> joints = new LinkedHashMap<>();
    for (TextTable.Row row : rows()) {
      List<String> cells = row.cells();
      if (cells.size() < width()) {
        problems.add(table.place(row), "it has %d cells".formatted(cells.size()), COLUMNS);
        continue;
      }
      OptionalInt index = names.indexOf(cells.get(joint));
      if (index.isPresent()) {
        String id = person.isPresent() ? cells.get(person.getAsInt()) : "";
        List<Optional<Joint>> ofPerson =
            joints.computeIfAbsent(
                List.of(cells.get(image), id),
                key ->
                    new ArrayList<>(Collections.nCopies(names.names().size(), Optional.empty())));
        if (ofPerson.get(index.getAsInt()).isPresent()) {
          problems.add(
              table.place(row), "the joint '%s' is there twice".formatted(cells.get(joint)), "");
        }
        problems
            .gather(() -> joint(row))
            .ifPresent(j -> ofPerson.set(index.getAsInt(), Optional.of(j)));
      }
    }
    List<Person> persons = new ArrayList<>();
    Map<String, Optional<Path>> files = new LinkedHashMap<>();
    joints.forEach(
        (key, places) ->
            files
                .computeIfAbsent(key.get(0), name -> problems.gather(() -> file(name)))
                .ifPresent(
                    file ->
                        persons.add(
                            new Person(
                                key.get(0),
                                file,
                                places.stream().map(j -> j.orElse(Joint.UNKNOWN)).toList()))));
    problems.refuse();
    return persons.stream().filter(p -> p.box().isPresent()).toList();
  }

  private Joint joint(TextTable.Row row) {
    if (visible.isPresent() && number(row, visible.getAsInt()) <= 0) {
      return Joint.UNKNOWN;
    }
    return new Joint(number(row, x), number(row, y), true);
  }

  private double number(TextTable.Row row, int column) {
    String cell = row.cells().get(column);
    try {
      double number = Double.parseDouble(cell);
      if (Math.abs(number) <= FARTHEST) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw unread(row, cell);
    }
    throw unread(row, cell);
  }

  private ProblemException unread(TextTable.Row row, String cell) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(
            table.place(row),
            "'%s' is not read as a place".formatted(cell),
            "numbers from -%1$.0f to %1$.0f".formatted(FARTHEST)));
  }

  /** An image beside the table, or in a folder "images" beside it. */
  private Path file(String name) {
    try {
      Path beside = table.file().resolveSibling(name);
      Path inFolder = table.file().resolveSibling("images").resolve(name);
      for (Path file : List.of(beside, inFolder)) {
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    } catch (InvalidPathException e) {
      throw noImage(name);
    }
    throw noImage(name);
  }

  private ProblemException noImage(String name) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(
            table.file().toString(),
            "there is no image '%s' beside it or in images/".formatted(name)));
  }
}
