package dev.pluto.backends.chip.description;

import dev.pluto.spi.hardware.FusionRule;
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
 *     "fp16" or "fp32"
 * @param operators names of precisions besides float, by ONNX operator name
 * @param unsupported operators that the chip does not run
 * @param free operators that take no time: they rename dimensions
 * @param fusions chains that run as one kernel
 * @param energy energy coefficients; absent where the description has none
 * @param fallback what runs unsupported operators; absent where nothing does
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
    String digest) {
  /** Copies the collections. */
  public ChipDescription {
    sources = Map.copyOf(sources);
    operators = Map.copyOf(operators);
    unsupported = Set.copyOf(unsupported);
    free = Set.copyOf(free);
    fusions = List.copyOf(fusions);
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
   * @param kernel seconds per kernel
   */
  public record Overhead(Map<String, Quantity> inference, Quantity kernel) {
    /** Copies the map. */
    public Overhead {
      inference = Map.copyOf(inference);
    }
  }

  /**
   * Memory.
   *
   * @param onChip bytes that a kernel's inputs and outputs may take without going to DRAM
   * @param dramBandwidth bytes per second
   */
  public record Memory(Quantity onChip, Quantity dramBandwidth) {}

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
