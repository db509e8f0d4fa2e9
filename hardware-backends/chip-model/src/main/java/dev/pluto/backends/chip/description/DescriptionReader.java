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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads descriptions of chips; reports everything that is wrong at once, with its line and key. */
public final class DescriptionReader {
  private static final String SCHEMA = "1";
  private static final String OPERATOR_NAME = "[A-Z][A-Za-z0-9]*";
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
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw problem(file, "this is too large for a description of a chip");
      }
      return read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw problem(file, "can't be read as text: " + e);
    }
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
    DescriptionReader reader = new DescriptionReader(file);
    Optional<ChipDescription> description =
        reader.parse(text).map(document -> reader.description(document, digest(text)));
    if (description.isEmpty() || !reader.findings.problems().isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, reader.findings.problems());
    }
    return description.get();
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
    Rates rates = rates(root.section("rates"));
    String floats = root.text("float", "fp16|fp32", "fp16, fp32");
    if (!floats.isEmpty() && !rates.precisions().contains(floats)) {
      root.note("float", "there are no rates for '" + floats + "'", known(rates.precisions()));
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
            alignment(root.section("alignment")),
            overhead(root.section("overhead"), rates.precisions()),
            memory(root.section("memory")),
            rates,
            root.optionalSection("energy").map(s -> energy(s, rates.precisions())),
            root.optionalSection("fallback").map(this::fallback),
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
        "fallback");
    return read;
  }

  private Map<String, String> sources(Section root) {
    Map<String, String> sources = new LinkedHashMap<>();
    Section section = root.section("sources");
    section.keys().forEach(key -> sources.put(key, section.text(key, "a text")));
    findings.sources().addAll(sources.keySet());
    return sources;
  }

  private Rates rates(Section section) {
    Map<String, Map<OperatorClass, Quantity>> all = new LinkedHashMap<>();
    for (String precision : section.keys()) {
      if (Precisions.find(precision).isEmpty()) {
        section.note(precision, "no such precision", known(Precisions.names()));
      }
      section
          .optionalSection(precision)
          .ifPresent(given -> all.put(precision, classes(given, all)));
    }
    return new Rates(all);
  }

  private Map<OperatorClass, Quantity> classes(
      Section given, Map<String, Map<OperatorClass, Quantity>> earlier) {
    Map<OperatorClass, Quantity> rates = new LinkedHashMap<>();
    given
        .optionalText("like")
        .ifPresent(
            other -> {
              if (earlier.containsKey(other)) {
                rates.putAll(given.adopted(earlier.getOrDefault(other, Map.of())));
              } else {
                given.note("like", "no rates above for '" + other + "'", known(earlier.keySet()));
              }
            });
    boolean complete = given.has("like");
    for (OperatorClass kind : OperatorClass.values()) {
      if (given.has(kind.label()) || (!complete && kind.isRequired())) {
        Dimension dimension = kind.multiplies() ? Dimension.MAC_RATE : Dimension.ELEMENT_RATE;
        rates.put(kind, given.quantity(kind.label(), dimension, false));
      }
    }
    given.close(
        Arrays.stream(OperatorClass.values()).map(OperatorClass::label).toArray(String[]::new));
    return rates;
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

  private ChipDescription.Alignment alignment(Section section) {
    ChipDescription.Alignment alignment =
        new ChipDescription.Alignment(
            section.count("channels", 1), section.quantity("waste", Dimension.SHARE, true));
    section.close("channels", "waste", "source", "confidence");
    return alignment;
  }

  private ChipDescription.Overhead overhead(Section section, Set<String> precisions) {
    Map<String, Quantity> inference = new LinkedHashMap<>();
    Section given = section.section("inference");
    precisions.forEach(p -> inference.put(p, given.quantity(p, Dimension.TIME, true)));
    given.close(precisions.toArray(String[]::new));
    ChipDescription.Overhead overhead =
        new ChipDescription.Overhead(inference, section.quantity("kernel", Dimension.TIME, true));
    section.close("inference", "kernel", "source", "confidence");
    return overhead;
  }

  private ChipDescription.Memory memory(Section section) {
    ChipDescription.Memory memory =
        new ChipDescription.Memory(
            section.quantity("on-chip", Dimension.BYTES, true),
            section.quantity("dram-bandwidth", Dimension.BANDWIDTH, false));
    section.close("on-chip", "dram-bandwidth", "source", "confidence");
    return memory;
  }

  private ChipDescription.Energy energy(Section section, Set<String> precisions) {
    Map<String, Quantity> mac = new LinkedHashMap<>();
    Section given = section.section("mac");
    precisions.forEach(p -> mac.put(p, given.quantity(p, Dimension.ENERGY, false)));
    given.close(precisions.toArray(String[]::new));
    ChipDescription.Energy energy =
        new ChipDescription.Energy(
            mac,
            section.quantity("on-chip-byte", Dimension.ENERGY, true),
            section.quantity("dram-byte", Dimension.ENERGY, true),
            section.quantity("static-power", Dimension.POWER, true));
    section.close("mac", "on-chip-byte", "dram-byte", "static-power", "source", "confidence");
    return energy;
  }

  private ChipDescription.Fallback fallback(Section section) {
    ChipDescription.Fallback fallback =
        new ChipDescription.Fallback(
            section.text("processor", "a name such as CPU"),
            section.quantity("transfer", Dimension.TIME, true),
            section.quantity("macs", Dimension.MAC_RATE, false),
            section.quantity("elements", Dimension.ELEMENT_RATE, false),
            section.quantity("power", Dimension.POWER, true));
    section.close("processor", "transfer", "macs", "elements", "power", "source", "confidence");
    return fallback;
  }

  private static String known(Set<String> names) {
    return String.join(", ", names);
  }
}
