package dev.pluto.backends.chip.prediction;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Precisions;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.TensorForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out how much work kernels are for a chip. Immutable. */
public final class Workload {
  private static final String FP16 = "fp16";
  private static final int FP16_BYTES = 2;
  private static final int FP32_BYTES = 4;
  private static final int BYTE = 8;

  private final ChipDescription chip;
  private final int alignment;
  private final double waste;
  private final Map<String, List<PrecisionTuple>> integers = new HashMap<>();

  /** The workload on a chip. */
  public Workload(ChipDescription chip) {
    this.chip = chip;
    this.alignment = chip.alignment().channels();
    this.waste = chip.alignment().waste().value();
    chip.operators()
        .forEach(
            (operator, names) ->
                integers.put(
                    operator,
                    names.stream()
                        .flatMap(name -> Precisions.find(name).stream())
                        .filter(tuple -> tuple.activation().isInteger())
                        .toList()));
  }

  /** The load of a kernel. */
  public Load of(Kernel kernel) {
    if (kernel.nodes().isEmpty()) {
      return conversion(kernel);
    }
    Node main = Classes.mainNode(kernel);
    Optional<TensorForm> weight = Classes.weight(kernel, main);
    OperatorClass kind = Classes.of(kernel, main, weight);
    Optional<PrecisionTuple> integer = integerTuple(kernel, main, weight);
    String precision = integer.map(PrecisionTuple::name).orElseGet(() -> floats(kernel, main));
    boolean floats = integer.isEmpty() && !chip.computesFloats();
    Load.RunsOn runsOn = runsOn(kernel, kind, precision, floats);
    double moved = bytes(kernel.inputs(), precision) + bytes(kernel.outputs(), precision);
    // Only those rows of a table are read that are looked up.
    double weights = kind == OperatorClass.GATHER ? moved : bytes(kernel.weights(), precision);
    boolean works = runsOn != Load.RunsOn.NOTHING;
    double spilled = Math.max(0, moved - chip.memory().onChip().value());
    double work =
        kind.multiplies() ? padded(kernel.macs(), main, weight, kind) : elements(kernel, kind);
    return new Load(
        runsOn,
        kind,
        precision,
        work,
        kernel.macs(),
        works ? conversions(kernel, integer) : renamed(kernel),
        works ? weights + spilled : 0,
        works ? moved + weights : 0);
  }

  /**
   * Name of the precision in which a model's inputs arrive: that of the first one that is no index.
   */
  public String arrival(List<TensorForm> inputs) {
    String written = written(inputs);
    return chip.overhead().inference().containsKey(written) ? written : onChip(chip);
  }

  private String written(List<TensorForm> inputs) {
    for (TensorForm form : inputs) {
      if (form.dataType().isFloat() && form.precision().isInteger()) {
        return form.precision().bits() > BYTE ? "w8a16" : "w8a8";
      } else if (form.dataType().isFloat()) {
        return onChip(chip);
      }
    }
    return onChip(chip);
  }

  /** The precision that the chip has for floats; the first of its own where it has none. */
  private static String onChip(ChipDescription chip) {
    return chip.computesFloats()
        ? chip.floatPrecision()
        : chip.rates().precisions().iterator().next();
  }

  /** Elements of a model's inputs. */
  public static double elements(List<TensorForm> inputs) {
    double elements = 0;
    for (TensorForm form : inputs) {
      elements += form.shape().elements();
    }
    return elements;
  }

  private Load conversion(Kernel kernel) {
    double elements = kernel.inputs().get(0).shape().elements();
    String precision = onChip(chip);
    double bytes =
        bytes(kernel.inputs().get(0), precision) + bytes(kernel.outputs().get(0), precision);
    return new Load(
        Load.RunsOn.CHIP,
        OperatorClass.CONVERSION,
        precision,
        elements,
        0,
        0,
        Math.max(0, bytes - chip.memory().onChip().value()),
        bytes);
  }

  private Load.RunsOn runsOn(Kernel kernel, OperatorClass kind, String precision, boolean floats) {
    boolean free = true;
    for (Node node : kernel.nodes()) {
      if (!node.domain().isEmpty() || chip.unsupported().contains(node.opType())) {
        return Load.RunsOn.FALLBACK;
      }
      free &= chip.free().contains(node.opType());
    }
    boolean alias =
        kind == OperatorClass.CONCATENATION && chip.rates().find(precision, kind).isEmpty();
    if (free || alias) {
      return Load.RunsOn.NOTHING;
    }
    return floats ? Load.RunsOn.FALLBACK : Load.RunsOn.CHIP;
  }

  /** The integers in which a kernel computes; empty if it computes in floating point. */
  private Optional<PrecisionTuple> integerTuple(
      Kernel kernel, Node main, Optional<TensorForm> weight) {
    List<PrecisionTuple> possible = integers.get(main.opType());
    int bits = possible == null ? 0 : integerBits(kernel.inputs());
    if (bits == 0 || possible == null) {
      return Optional.empty();
    }
    for (PrecisionTuple tuple : possible) {
      boolean weightFits =
          weight.isEmpty()
              || (weight.get().precision().isInteger()
                  && weight.get().precision().bits() == tuple.weight().bits());
      if (tuple.activation().bits() == bits && weightFits) {
        return Optional.of(tuple);
      }
    }
    return Optional.empty();
  }

  /** Bits of the widest input if all that are no indices are integers with a scale, else 0. */
  private static int integerBits(List<TensorForm> inputs) {
    int bits = 0;
    for (TensorForm form : inputs) {
      if (form.dataType().isFloat()) {
        if (!form.precision().isInteger()) {
          return 0;
        }
        bits = Math.max(bits, form.precision().bits());
      }
    }
    return bits;
  }

  private String floats(Kernel kernel, Node main) {
    boolean half =
        !kernel.inputs().isEmpty() && kernel.inputs().get(0).precision().name().equals(FP16);
    boolean possible = chip.operators().getOrDefault(main.opType(), List.of()).contains(FP16);
    return half && possible ? FP16 : onChip(chip);
  }

  /** Elements that come or go in another precision than the one that the kernel computes in. */
  private static double conversions(Kernel kernel, Optional<PrecisionTuple> integer) {
    double elements = 0;
    for (TensorForm form : kernel.inputs()) {
      elements += isConverted(form, integer) ? form.shape().elements() : 0;
    }
    for (TensorForm form : kernel.outputs()) {
      elements += isConverted(form, integer) ? form.shape().elements() : 0;
    }
    return elements;
  }

  /** Elements that a kernel which only renames gets in another precision than it gives. */
  private static double renamed(Kernel kernel) {
    double elements = 0;
    for (TensorForm form : kernel.inputs()) {
      boolean changes =
          form.dataType().isFloat()
              && !form.precision().equals(kernel.outputs().get(0).precision());
      elements += changes ? form.shape().elements() : 0;
    }
    return elements;
  }

  /** Whether a tensor has another precision than the one that the kernel computes in. */
  private static boolean isConverted(TensorForm form, Optional<PrecisionTuple> integer) {
    if (!form.dataType().isFloat()) {
      return false;
    }
    return integer.isPresent()
        ? form.precision().bits() != integer.get().activation().bits()
        : form.precision().isInteger();
  }

  private static double bytes(List<TensorForm> forms, String precision) {
    double bytes = 0;
    for (TensorForm form : forms) {
      bytes += bytes(form, precision);
    }
    return bytes;
  }

  /** Bytes of a tensor as the chip holds it: floats in the precision that it computes in. */
  private static double bytes(TensorForm form, String precision) {
    if (!form.dataType().isFloat() || form.precision().isInteger()) {
      return form.bytes();
    }
    boolean wide = precision.equals(PrecisionTuple.FP32.name());
    return form.shape().elements() * (double) (wide ? FP32_BYTES : FP16_BYTES);
  }

  private static double elements(Kernel kernel, OperatorClass kind) {
    double in = 0;
    for (TensorForm form : kernel.inputs()) {
      in = Math.max(in, (double) form.shape().elements());
    }
    double out = 0;
    for (TensorForm form : kernel.outputs()) {
      out += form.shape().elements();
    }
    // Of a table, no more is read than what is looked up.
    return kind == OperatorClass.GATHER ? out : Math.max(in, out);
  }

  /** Multiply-adds with those on channels that fill up a multiple, as far as they take time. */
  private double padded(long macs, Node main, Optional<TensorForm> weight, OperatorClass kind) {
    if (alignment == 1 || weight.isEmpty()) {
      return macs;
    }
    Shape shape = weight.get().shape();
    return switch (kind) {
      case CONVOLUTION_1X1, CONVOLUTION, CONVOLUTION_3D ->
          padded(macs, shape.size(0), shape.size(1));
      case CONVOLUTION_GROUPED, CONVOLUTION_DEPTHWISE -> padded(macs, channels(main, shape));
      default ->
          shape.rank() == 1
              ? padded(macs, shape.size(0))
              : padded(macs, shape.size(shape.rank() - 1), shape.size(shape.rank() - 2));
    };
  }

  private double padded(long macs, long... sizes) {
    if (macs == 0) {
      return 0;
    }
    double given = 1;
    double filled = 1;
    for (long size : sizes) {
      given *= size;
      filled *= (double) ((size + alignment - 1) / alignment * alignment);
    }
    // Whole numbers until the last step, so that widths of one multiple cost exactly the same.
    return macs + waste * (macs / given * filled - macs);
  }

  /** Output channels of a convolution in groups. */
  private static long channels(Node main, Shape filters) {
    return main.opType().equals("Conv")
        ? filters.size(0)
        : filters.size(1) * main.intAttribute("group", 1);
  }
}
