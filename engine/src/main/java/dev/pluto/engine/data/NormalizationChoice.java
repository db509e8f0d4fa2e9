package dev.pluto.engine.data;

import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.verify.QualityMeasurement;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How samples are scaled before the model: as the user says, or as the model evidently was trained,
 * which shows in its quality on training samples. Without targets nothing shows, and the most usual
 * way is assumed.
 *
 * @param normalization the choice
 * @param tried quality of every way that was measured, by name; empty where none was
 * @param assumed whether there were others and nothing to choose by
 */
public record NormalizationChoice(
    Normalization normalization, Map<String, Double> tried, boolean assumed) {
  private static final String AUTO = "auto";
  private static final int SAMPLES = 256;

  /**
   * Chooses.
   *
   * @param wish "auto", a name, or {@code mean=…;std=…}
   */
  public static NormalizationChoice of(
      String wish, Dataset dataset, Task<?> task, OnnxRuntimeModel model) {
    List<Normalization> usual = dataset.normalizations();
    if (!wish.equals(AUTO)) {
      return given(parse(wish, usual));
    }
    if (usual.size() == 1) {
      return given(usual.get(0));
    }
    if (task.comparesWithOriginal()) {
      return new NormalizationChoice(usual.get(0), Map.of(), true);
    }
    boolean higherIsBetter = task.qualityMetric().higherIsBetter();
    Map<String, Double> tried = new LinkedHashMap<>();
    Normalization best = usual.get(0);
    double bestQuality = Double.NEGATIVE_INFINITY;
    for (Normalization candidate : usual) {
      double quality =
          QualityMeasurement.of(
                  model, task, dataset.with(candidate).training(), SAMPLES, done -> {})
              .value();
      tried.put(candidate.name(), quality);
      double score = higherIsBetter ? quality : -quality;
      if (score > bestQuality) {
        bestQuality = score;
        best = candidate;
      }
    }
    return new NormalizationChoice(best, tried, false);
  }

  /** Chooses for a network without trained weights, which leaves nothing to measure. */
  static NormalizationChoice ofUntrained(String wish, Dataset dataset) {
    List<Normalization> usual = dataset.normalizations();
    return given(wish.equals(AUTO) ? usual.get(0) : parse(wish, usual));
  }

  private static NormalizationChoice given(Normalization normalization) {
    return new NormalizationChoice(normalization, Map.of(), false);
  }

  /** The choice and what it was chosen from, in words; empty where there was no choice. */
  public Optional<String> explanation(QualityMetric metric) {
    if (assumed) {
      return Optional.of(
          "inputs scaled as '%s': assumed, since without targets nothing tells another way"
                  .formatted(normalization.name())
              + " (--normalize)");
    }
    if (tried.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "inputs scaled as '%s'; %s on training samples: %s"
            .formatted(
                normalization.name(),
                metric.name(),
                tried.entrySet().stream()
                    .map(e -> String.format(Locale.ROOT, "%s %.4g", e.getKey(), e.getValue()))
                    .collect(Collectors.joining(", "))));
  }

  private static Normalization parse(String wish, List<Normalization> usual) {
    for (Normalization n : usual) {
      if (n.name().equals(wish)) {
        return n;
      }
    }
    List<Normalization> known =
        List.of(
            Normalization.ZERO_TO_ONE,
            Normalization.MINUS_ONE_TO_ONE,
            Normalization.BYTES,
            Normalization.IMAGENET);
    for (Normalization n : known) {
      if (n.name().equals(wish)) {
        return n;
      }
    }
    String[] parts = wish.split(";", -1);
    if (parts.length == 2 && parts[0].startsWith("mean=") && parts[1].startsWith("std=")) {
      try {
        return new Normalization(
            wish, numbers(parts[0].substring(5)), numbers(parts[1].substring(4)));
      } catch (IllegalArgumentException e) {
        throw refused(wish, String.valueOf(e.getMessage()));
      }
    }
    throw refused(wish, "unknown");
  }

  private static List<Double> numbers(String list) {
    return new ArrayList<>(Arrays.stream(list.split(",", -1)).map(Double::valueOf).toList());
  }

  private static ProblemException refused(String wish, String why) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(
            "task.data.normalize",
            "'" + wish + "': " + why,
            "auto, 0..1, -1..1, 0..255, imagenet, or mean=a,b,c;std=a,b,c"));
  }
}
