package dev.pluto.engine.analysis.folding;

import static java.util.Map.entry;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table of functions that compute nodes on host tensors. */
public final class ConstantFolding {
  private static final Map<String, FoldingRule> RULES =
      Map.ofEntries(
          entry("ConstantOfShape", Sources::constantOfShape),
          entry("Shape", Sources::shape),
          entry("Size", Sources::size),
          entry("Range", Sources::range),
          entry("Identity", Rearrangements::reinterpret),
          entry("Reshape", Rearrangements::reinterpret),
          entry("Flatten", Rearrangements::reinterpret),
          entry("Squeeze", Rearrangements::reinterpret),
          entry("Unsqueeze", Rearrangements::reinterpret),
          entry("Gather", Rearrangements::gather),
          entry("Slice", Rearrangements::slice),
          entry("Split", Rearrangements::split),
          entry("Concat", Rearrangements::concat),
          entry("Transpose", Rearrangements::transpose),
          entry("Expand", Rearrangements::expand),
          entry("Tile", Rearrangements::tile),
          entry("Where", Rearrangements::where),
          entry("Cast", Elementwise.unary(v -> v, v -> v)),
          entry("Neg", Elementwise.unary(v -> -v, v -> -v)),
          entry("Abs", Elementwise.unary(Math::abs, Math::abs)),
          entry("Floor", Elementwise.unary(v -> v, Math::floor)),
          entry("Ceil", Elementwise.unary(v -> v, Math::ceil)),
          entry("Sqrt", Elementwise.floating(Math::sqrt)),
          entry("Reciprocal", Elementwise.floating(v -> 1 / v)),
          entry("Not", Elementwise.unary(v -> 1 - v, v -> 1 - v)),
          entry("Add", Elementwise.binary(Math::addExact, Double::sum)),
          entry("Sub", Elementwise.binary(Math::subtractExact, (a, b) -> a - b)),
          entry("Mul", Elementwise.binary(Math::multiplyExact, (a, b) -> a * b)),
          entry("Div", Elementwise.binary((a, b) -> a / b, (a, b) -> a / b)),
          entry(
              "Pow",
              Elementwise.binary((a, b) -> (long) Math.pow((double) a, (double) b), Math::pow)),
          entry("Mod", Elementwise.binary(Math::floorMod, (a, b) -> a % b)),
          entry("Round", Elementwise.floating(Math::rint)),
          entry("ReduceSum", Reductions.of(Math::addExact, Double::sum)),
          entry("ReduceProd", Reductions.of(Math::multiplyExact, (a, b) -> a * b)),
          entry("ReduceMin", Reductions.of(Math::min, Math::min)),
          entry("ReduceMax", Reductions.of(Math::max, Math::max)),
          entry("Min", Elementwise.binary(Math::min, Math::min)),
          entry("Max", Elementwise.binary(Math::max, Math::max)),
          entry("And", Elementwise.binary((a, b) -> a & b, (a, b) -> a * b)),
          entry("Or", Elementwise.binary((a, b) -> a | b, Math::max)),
          entry("Equal", Elementwise.comparison(c -> c == 0)),
          entry("Less", Elementwise.comparison(c -> c < 0)),
          entry("LessOrEqual", Elementwise.comparison(c -> c <= 0)),
          entry("Greater", Elementwise.comparison(c -> c > 0)),
          entry("GreaterOrEqual", Elementwise.comparison(c -> c >= 0)));

  private ConstantFolding() {}

  /**
   * The outputs of a node, if it is in the table and the elements that it reads are known.
   *
   * @param inputs types of all inputs, and elements of the constant ones
   * @param outputs inferred types of the outputs
   * @throws ArithmeticException if an integer overflows or is divided by zero
   * @throws IllegalArgumentException if the elements do not fit the types
   */
  public static Optional<List<Tensor>> fold(
      Node node, InferenceContext inputs, List<TensorType> outputs) {
    FoldingRule rule = node.domain().isEmpty() ? RULES.get(node.opType()) : null;
    if (rule == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(rule.apply(node, inputs, outputs));
    } catch (UnknownElements e) {
      return Optional.empty();
    }
  }
}
