package dev.pluto.backends.onnxruntime;

import ai.onnxruntime.OrtException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.ModelMeter;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import dev.pluto.spi.hardware.TensorForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Prices kernels by microbenchmarks. Widths between powers of two are interpolated, so that a
 * search over all widths takes few measurements; what every run costs besides the kernel is taken
 * off.
 */
final class CpuPricingSession implements PricingSession {
  /**
   * Short blocks, many of them: on a busy machine the scheduler takes the processor away for
   * milliseconds, and some blocks must fit between two such gaps.
   */
  private static final double BLOCK_MILLISECONDS = 0.3;

  private static final int BLOCKS = 31;
  private static final int WARM_UP_RUNS = 3;

  /** No kernel is free: a part of a microsecond for looking it up. */
  private static final double SMALLEST = 2e-4;

  private final PricingContext context;
  private final PriceJournal journal;
  private final Map<String, Quote> quotes = new HashMap<>();
  private double overhead = -1;

  CpuPricingSession(PricingContext context, String fingerprint) {
    this.context = context;
    this.journal = new PriceJournal(context.cache(), fingerprint);
  }

  @Override
  public List<Quote> price(List<Kernel> batch) {
    List<Quote> answers = new ArrayList<>();
    for (Kernel kernel : batch) {
      String key = KernelShape.key(kernel);
      Quote known = quotes.get(key);
      if (known == null) {
        known = quote(kernel);
        quotes.put(key, known);
      }
      answers.add(known);
    }
    return answers;
  }

  private Quote quote(Kernel kernel) {
    if (isFree(kernel)) {
      return priced(0, Provenance.MEASURED);
    }
    try {
      List<Long> widths = KernelShape.widths(kernel);
      boolean onGrid = widths.stream().allMatch(w -> Long.bitCount(w) == 1);
      return widths.isEmpty() || onGrid
          ? priced(measured(kernel), Provenance.MEASURED)
          : priced(interpolated(kernel, widths), Provenance.PREDICTED);
    } catch (OrtException e) {
      return new Quote.Unsupported(String.valueOf(e.getMessage()));
    }
  }

  private static Quote priced(double milliseconds, Provenance provenance) {
    return new Quote.Priced(Map.of("latency", milliseconds), provenance);
  }

  /** Renaming dimensions moves no data; what reads constants alone is computed when loading. */
  private static boolean isFree(Kernel kernel) {
    return kernel.inputs().isEmpty() || renames(kernel);
  }

  private static boolean renames(Kernel kernel) {
    return kernel.nodes().size() == 1
        && switch (kernel.nodes().get(0).opType()) {
          case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Dropout" -> true;
          default -> false;
        }
        && kernel.inputs().size() == 1
        && kernel.outputs().size() == 1
        && kernel.inputs().get(0).precision().equals(kernel.outputs().get(0).precision());
  }

  /** Multilinear interpolation between neighbouring powers of two. */
  private double interpolated(Kernel kernel, List<Long> widths) throws OrtException {
    int corners = 1 << widths.size();
    double sum = 0;
    for (int corner = 0; corner < corners; corner++) {
      double share = 1;
      List<Long> at = new ArrayList<>();
      for (int i = 0; i < widths.size(); i++) {
        long low = Long.highestOneBit(widths.get(i));
        boolean up = (corner >> i & 1) == 1;
        double place = (widths.get(i) - low) / (double) low;
        at.add(up ? low * 2 : low);
        share *= up ? place : 1 - place;
      }
      if (share > 0) {
        sum += share * measured(KernelShape.with(kernel, at));
      }
    }
    return sum;
  }

  private double measured(Kernel kernel) throws OrtException {
    String key = KernelShape.key(kernel);
    OptionalDouble known = journal.find(key);
    if (known.isPresent()) {
      return known.getAsDouble();
    }
    double time =
        Math.max(SMALLEST, time(context.model(kernel)) - overhead(kernel.inputs().get(0)));
    journal.note(key, time);
    return time;
  }

  /** What a run costs that does next to nothing: it quantizes a single number. */
  private double overhead(TensorForm like) throws OrtException {
    if (overhead < 0) {
      String key = "run of nothing";
      OptionalDouble known = journal.find(key);
      if (known.isPresent()) {
        overhead = known.getAsDouble();
      } else {
        overhead = time(context.model(nothing(like)));
        journal.note(key, overhead);
      }
    }
    return overhead;
  }

  private static Kernel nothing(TensorForm like) {
    TensorForm one = new TensorForm(like.tensor(), Shape.of(1), DataType.FLOAT, Precision.FP32);
    TensorForm quantized =
        new TensorForm(one.tensor(), one.shape(), one.dataType(), Precision.UINT8);
    return new Kernel(List.of(), List.of(one), List.of(quantized), List.of(), 0);
  }

  /** The least disturbed of a few blocks. */
  private static double time(byte[] model) throws OrtException {
    try (TimedModel timed = new TimedModel(model, Map.of())) {
      double once = timed.time(WARM_UP_RUNS);
      int runs = (int) Math.max(2, Math.min(200, BLOCK_MILLISECONDS / Math.max(1e-3, once)));
      double best = Double.POSITIVE_INFINITY;
      for (int block = 0; block < BLOCKS; block++) {
        best = Math.min(best, timed.time(runs));
      }
      return best;
    }
  }

  @Override
  public Optional<ModelMeter> meter() {
    return Optional.of(new InterleavedMeter());
  }

  @Override
  public void close() {
    quotes.clear();
  }
}
