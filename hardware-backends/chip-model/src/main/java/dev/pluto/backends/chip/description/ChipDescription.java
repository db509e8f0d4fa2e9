package dev.pluto.backends.chip.description;

import dev.pluto.spi.hardware.FusionRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a file says about a chip.
 *
 * @param id the hardware id
 * @param description one line for listings
 * @param sources where values come from, by key
 * @param floatPrecision what tensors are computed in that a model has in 32-bit floating point:
 *     "fp16" or "fp32", or {@link #NO_FLOAT} where the fallback computes them
 * @param operators names of precisions besides float, by ONNX operator name
 * @param unsupported operators that the chip does not run
 * @param free operators that take no time: they rename dimensions
 * @param fusions chains that run as one kernel
 * @param energy energy coefficients; absent where the description has none
 * @param fallback what runs unsupported operators; absent where nothing does
 * @param sibling id of the chip from which values were taken over; absent where none were
 * @param expectedErrors mean relative errors of the latency of whole models, by name of precision;
 *     empty where nobody measured them
 * @param digest SHA-256 of the file
 */
public record ChipDescription(
    String id,
    String description,
    Map<String, String> sources,
    String floatPrecision,
    Map<String, List<String>> operators,
    Set<String> unsupported,
    Set<String> free,
    List<FusionRule> fusions,
    Alignment alignment,
    Overhead overhead,
    Memory memory,
    Rates rates,
    Optional<Energy> energy,
    Optional<Fallback> fallback,
    Optional<String> sibling,
    Map<String, Quantity> expectedErrors,
    String digest) {
  /** What {@code float} says of chips that do not compute in floating point. */
  public static final String NO_FLOAT = "fallback";

  /** Copies the collections. */
  public ChipDescription {
    sources = Map.copyOf(sources);
    operators = Map.copyOf(operators);
    unsupported = Set.copyOf(unsupported);
    free = Set.copyOf(free);
    fusions = List.copyOf(fusions);
    expectedErrors = Map.copyOf(expectedErrors);
  }

  /** Whether the chip itself computes in floating point. */
  public boolean computesFloats() {
    return !floatPrecision.equals(NO_FLOAT);
  }

  /** The same chip with other times. */
  public ChipDescription with(Overhead newOverhead, Memory newMemory, Rates newRates) {
    return new ChipDescription(
        id,
        description,
        sources,
        floatPrecision,
        operators,
        unsupported,
        free,
        fusions,
        alignment,
        newOverhead,
        newMemory,
        newRates,
        energy,
        fallback,
        sibling,
        expectedErrors,
        digest);
  }

  /**
   * The same chip with what a calibration found out about itself.
   *
   * @param key of the text in the sources
   */
  public ChipDescription with(String key, String source, Map<String, Quantity> errors) {
    Map<String, String> texts = new LinkedHashMap<>(sources);
    texts.put(key, source);
    return new ChipDescription(
        id,
        description,
        texts,
        floatPrecision,
        operators,
        unsupported,
        free,
        fusions,
        alignment,
        overhead,
        memory,
        rates,
        energy,
        fallback,
        Optional.empty(),
        errors,
        digest);
  }

  /**
   * Widths that the chip works in.
   *
   * @param channels widths that are a multiple of it run without waste
   * @param waste share of the work on channels that fill up a multiple which takes time: 1 where a
   *     convolution of 33 channels takes as long as one of 64, 0 where it takes 33/32 of 32
   */
  public record Alignment(int channels, Quantity waste) {}

  /**
   * Fixed times.
   *
   * @param inference seconds per inference, by name of the precision in which the inputs arrive
   * @param input elements of the model's inputs per second, by the same names; empty where they
   *     take no time
   * @param kernel seconds per kernel
   */
  public record Overhead(
      Map<String, Quantity> inference, Map<String, Quantity> input, Quantity kernel) {
    /** Copies the maps. */
    public Overhead {
      inference = Map.copyOf(inference);
      input = Map.copyOf(input);
    }

    /** The same times, not known of this chip. */
    Overhead assumed() {
      return new Overhead(Quantity.assumed(inference), Quantity.assumed(input), kernel.assumed());
    }
  }

  /**
   * Memory.
   *
   * @param onChip bytes that a kernel's inputs and outputs may take without going to DRAM
   * @param dramBandwidth bytes per second
   */
  public record Memory(Quantity onChip, Quantity dramBandwidth) {
    /** The same memory, not known of this chip. */
    Memory assumed() {
      return new Memory(onChip.assumed(), dramBandwidth.assumed());
    }
  }

  /**
   * Energy coefficients in joules, and watts.
   *
   * @param mac joules per multiply-add, by name of precision
   * @param onChipByte joules per byte that a kernel reads or writes
   * @param dramByte joules per byte from or to DRAM
   * @param staticPower watts while an inference runs
   */
  public record Energy(
      Map<String, Quantity> mac, Quantity onChipByte, Quantity dramByte, Quantity staticPower) {
    /** Copies the map. */
    public Energy {
      mac = Map.copyOf(mac);
    }
  }

  /**
   * The processor that runs what the chip does not.
   *
   * @param processor its name
   * @param transfer seconds per kernel to get there and back
   * @param macs multiply-adds per second
   * @param elements elements per second of all other operators
   * @param power watts while it runs
   */
  public record Fallback(
      String processor, Quantity transfer, Quantity macs, Quantity elements, Quantity power) {
    /** Time of so much work of a class, and of getting there and back. */
    public double seconds(OperatorClass kind, double work) {
      return transfer.value() + work / (kind.multiplies() ? macs : elements).value();
    }
  }
}
