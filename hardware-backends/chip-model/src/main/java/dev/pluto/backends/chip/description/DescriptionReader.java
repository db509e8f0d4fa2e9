package dev.pluto.backends.chip.description;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.hardware.FusionRule;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads descriptions of chips; reports everything that is wrong at once, with its line and key. */
public final class DescriptionReader {
  private static final String SCHEMA = "1";
  private static final String OPERATOR_NAME = "[A-Z][A-Za-z0-9]*";
  private static final String FLOATS = "fp16|fp32";
  private static final String NO_FLOAT = ChipDescription.NO_FLOAT;
  private static final int LARGEST_FILE = 1 << 20;

  private final Findings findings;

  private DescriptionReader(String file) {
    this.findings = new Findings(file);
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException (usage) with everything that is wrong
   */
  public static ChipDescription read(Path file) {
    return read(file, List.of());
  }

  /**
   * Reads a file that may name a sibling.
   *
   * @param folders where descriptions of siblings lie, besides the folder of the file: the first
   *     that has {@code ID.yaml} is taken
   * @throws ProblemException (usage) with everything that is wrong
   */
  public static ChipDescription read(Path file, List<Path> folders) {
    return read(text(file), file.toString(), id -> siblingText(id, file, folders));
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw problem(file, "this is too large for a description of a chip");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw problem(file, "can't be read as text: " + e);
    }
  }

  private static Optional<String> siblingText(String id, Path file, List<Path> folders) {
    return Stream.concat(Stream.of(file.toAbsolutePath().getParent()), folders.stream())
        .map(folder -> folder.resolve(id + ".yaml"))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(DescriptionReader::text);
  }

  private static ProblemException problem(Path file, String what) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(file.toString(), what));
  }

  /**
   * Reads a text.
   *
   * @param file what to call it
   * @throws ProblemException (usage) with everything that is wrong
   */
  public static ChipDescription read(String text, String file) {
    return read(text, file, id -> Optional.empty());
  }

  /**
   * Reads a text that may name a sibling.
   *
   * @param siblings finds the description of a chip by its id
   */
  static ChipDescription read(
      String text, String file, Function<String, Optional<String>> siblings) {
    DescriptionReader reader = new DescriptionReader(file);
    Optional<Node> document = reader.parse(text);
    Optional<String> other =
        document.flatMap(Siblings::of).flatMap(id -> reader.found(id, siblings));
    Optional<Node> sibling = other.flatMap(reader::parse);
    // What is wrong in the sibling's own file is reported with its own lines.
    other.ifPresent(its -> read(its, "the sibling of " + file));
    Optional<ChipDescription> description =
        document.map(
            own ->
                reader.description(
                    sibling.map(its -> Siblings.merged(own, its)).orElse(own),
                    digest(text + other.orElse(""))));
    if (description.isEmpty() || !reader.findings.problems().isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, reader.findings.problems());
    }
    ChipDescription read = description.get();
    return sibling.isPresent() && document.isPresent()
        ? assumed(read, Siblings.takenOver(document.get(), sibling.get()))
        : read;
  }

  private Optional<String> found(String id, Function<String, Optional<String>> siblings) {
    Optional<String> text = siblings.apply(id);
    if (text.isEmpty()) {
      findings.add(
          1,
          Siblings.KEY,
          "there is no description of '" + id + "'",
          id + ".yaml beside this file or in a folder of chips");
    }
    return text;
  }

  /** Times that hold for another chip are no more than an assumption about this one. */
  private static ChipDescription assumed(ChipDescription chip, Set<String> takenOver) {
    return chip.with(
        takenOver.contains("overhead") ? chip.overhead().assumed() : chip.overhead(),
        takenOver.contains("memory") ? chip.memory().assumed() : chip.memory(),
        takenOver.contains("rates") ? chip.rates().assumed() : chip.rates());
  }

  private Optional<Node> parse(String text) {
    try {
      Node document = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (document == null) {
        findings.add(1, "", "this is empty", "");
      }
      return Optional.ofNullable(document);
    } catch (MarkedYAMLException e) {
      findings.add(
          e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1,
          "",
          "this is no YAML: " + e.getProblem(),
          "");
    } catch (YAMLException e) {
      findings.add(1, "", "this is no YAML: " + e.getMessage(), "");
    }
    return Optional.empty();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private ChipDescription description(Node document, String digest) {
    Section root = new Section(findings, document);
    root.text("schema", SCHEMA, "version " + SCHEMA);
    String id = root.text("id", "[a-z0-9][a-z0-9-]*", "lower-case words joined by hyphens");
    String description = root.text("description", "one line");
    Map<String, String> sources = sources(root);
    Rates rates = RateReader.read(root.section("rates"));
    String floats = root.text("float", FLOATS + "|" + NO_FLOAT, "fp16, fp32, " + NO_FLOAT);
    if (floats.matches(FLOATS) && !rates.precisions().contains(floats)) {
      root.note("float", "there are no rates for '" + floats + "'", known(rates.precisions()));
    }
    if (floats.equals(NO_FLOAT) && !root.has("fallback")) {
      root.note("float", "there is no fallback that computes floats", FLOATS.replace("|", ", "));
    }
    Map<String, List<String>> operators = operators(root, rates.precisions());
    Set<String> unsupported = operatorNames(root, "unsupported");
    unsupported.stream()
        .filter(operators::containsKey)
        .forEach(name -> root.note("unsupported", name + " is among the operators, too", ""));
    ChipDescription read =
        new ChipDescription(
            id,
            description,
            sources,
            floats,
            operators,
            unsupported,
            operatorNames(root, "free"),
            fusions(root),
            PartReader.alignment(root.section("alignment")),
            PartReader.overhead(root.section("overhead"), rates.precisions()),
            PartReader.memory(root.section("memory")),
            rates,
            root.optionalSection("energy").map(s -> PartReader.energy(s, rates.precisions())),
            root.optionalSection("fallback").map(PartReader::fallback),
            root.optionalText(Siblings.KEY),
            root.optionalSection("expected-error")
                .map(s -> PartReader.errors(s, rates.precisions()))
                .orElse(Map.of()),
            digest);
    root.close(
        "schema",
        "id",
        "description",
        "sources",
        "float",
        "operators",
        "unsupported",
        "free",
        "fusions",
        "alignment",
        "overhead",
        "memory",
        "rates",
        "energy",
        "fallback",
        "expected-error",
        Siblings.KEY);
    return read;
  }

  private Map<String, String> sources(Section root) {
    Map<String, String> sources = new LinkedHashMap<>();
    Section section = root.section("sources");
    section.keys().forEach(key -> sources.put(key, section.text(key, "a text")));
    findings.sources().addAll(sources.keySet());
    return sources;
  }

  private Map<String, List<String>> operators(Section root, Set<String> precisions) {
    Map<String, List<String>> operators = new LinkedHashMap<>();
    for (Section entry : root.sections("operators")) {
      List<String> names = entry.texts("precisions");
      names.stream()
          .filter(name -> !precisions.contains(name))
          .forEach(
              name ->
                  entry.note(
                      "precisions", "there are no rates for '" + name + "'", known(precisions)));
      for (String operator : operatorNames(entry, "names")) {
        if (operators.put(operator, names) != null) {
          entry.note("names", operator + " is listed twice", "");
        }
      }
      entry.close("names", "precisions");
    }
    return operators;
  }

  private Set<String> operatorNames(Section section, String key) {
    List<String> names = section.texts(key);
    names.stream()
        .filter(name -> !name.matches(OPERATOR_NAME))
        .forEach(name -> section.note(key, "'" + name + "' is no operator", "names as in ONNX"));
    return new LinkedHashSet<>(names);
  }

  private List<FusionRule> fusions(Section root) {
    List<List<String>> lists = root.lists("fusions");
    for (List<String> chain : lists) {
      if (chain.size() < 2 || !chain.stream().allMatch(DescriptionReader::isPlace)) {
        root.note(
            "fusions", chain + " is no chain", "lists of operators such as [Conv, Relu|Clip]");
        return List.of();
      }
    }
    return lists.stream()
        .map(chain -> new FusionRule(chain.stream().map(DescriptionReader::place).toList()))
        .toList();
  }

  private static boolean isPlace(String text) {
    return place(text).stream().allMatch(name -> name.matches(OPERATOR_NAME));
  }

  private static Set<String> place(String text) {
    return new LinkedHashSet<>(Arrays.asList(text.split("\\|", -1)));
  }

  private static String known(Set<String> names) {
    return String.join(", ", names);
  }
}
