package dev.pluto.plugins.quantization;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.SearchOperator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.pf4j.Extension;

/** Lowers precisions: proposes one precision per weight. */
@Extension
public final class QuantizationOperator implements SearchOperator<QuantizationOptions> {
  static final String NAME = "quantization";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "lowers precisions, one per weight together with the values around its layer";
  }

  @Override
  public Class<QuantizationOptions> options() {
    return QuantizationOptions.class;
  }

  @Override
  public Contribution contribute(SearchContext context, QuantizationOptions options) {
    check(context.capabilities(), options);
    WeightSites sites = WeightSites.of(context.graph());
    List<Refusal> refusals = new ArrayList<>(sites.refusals());
    SharedQuantizers shared = new SharedQuantizers();
    List<Decision> decisions = new ArrayList<>();
    for (WeightSite site : sites.sites()) {
      List<PrecisionTuple> reduced =
          context.capabilities().precisionsOf(site.opType()).stream()
              .filter(t -> !t.equals(PrecisionTuple.FP32))
              .toList();
      List<PrecisionTuple> wanted =
          reduced.stream()
              .filter(
                  t -> options.precisions().isEmpty() || options.precisions().contains(t.name()))
              .toList();
      List<PrecisionTuple> usable =
          wanted.stream()
              .filter(t -> fileCarries(t, context))
              .sorted(Comparator.comparingInt(QuantizationOperator::bits).reversed())
              .toList();
      if (usable.isEmpty()) {
        refusals.add(new Refusal(site.name(), reason(site, reduced, wanted)));
      } else {
        decisions.add(new PrecisionDecision(site, usable, options.start(), shared));
      }
    }
    return new Contribution(decisions, List.of(), refusals);
  }

  /** 4-bit weights and 16-bit values need newer operators than 8-bit ones; fp16 needs none. */
  private static boolean fileCarries(PrecisionTuple tuple, SearchContext context) {
    if (!tuple.weight().isInteger() && !tuple.activation().isInteger()) {
      return true;
    }
    boolean eightBits =
        tuple.weight().bits() == 8 && (tuple.isWeightOnly() || tuple.activation().bits() == 8);
    return eightBits ? context.supportsInt8() : context.supportsInt4();
  }

  private static int bits(PrecisionTuple tuple) {
    return tuple.weight().bits() + tuple.activation().bits();
  }

  private static String reason(
      WeightSite site, List<PrecisionTuple> reduced, List<PrecisionTuple> wanted) {
    if (reduced.isEmpty()) {
      return "the chip runs %s in fp32 only".formatted(site.opType());
    }
    if (wanted.isEmpty()) {
      return "the chip runs %s in %s, and none of them is asked for"
          .formatted(site.opType(), reduced.stream().map(PrecisionTuple::name).toList());
    }
    return "the model's operators have no form that carries such integers";
  }

  private static void check(Capabilities capabilities, QuantizationOptions options) {
    TreeSet<String> known = new TreeSet<>();
    capabilities.precisions().values().stream()
        .flatMap(Collection::stream)
        .filter(t -> !t.equals(PrecisionTuple.FP32))
        .forEach(t -> known.add(t.name()));
    List<Problem> problems = new ArrayList<>();
    for (String precision : options.precisions()) {
      if (!known.contains(precision)) {
        problems.add(
            new Problem(
                "operators.quantization.precisions",
                "the chip has no precision '" + precision + "'",
                String.join(", ", known)));
      }
    }
    if (!(options.start() >= 0 && options.start() <= 1)) {
      problems.add(
          new Problem("operators.quantization.start", options.start() + " is no share", "0 to 1"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
  }
}
