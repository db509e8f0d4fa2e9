package dev.pluto.engine.onnx;

import static dev.pluto.engine.onnx.SmallModels.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.platform.Fp16Conversions;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization.Scale;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Constants are rounded as the runtime would round them. */
class LinearQuantizationTest {
  @Property(tries = 60)
  void agreesWithTheRuntime(
      @ForAll long seed, @ForAll boolean signed, @ForAll @IntRange(max = 2) int axis) {
    Random random = new Random(seed);
    Precision precision = signed ? Precision.INT8 : Precision.UINT8;
    Shape shape = Shape.of(2, 3, 4);
    Scale scale = scale(random, precision, axis, (int) shape.size(axis));
    float[] values = new float[24];
    for (int i = 0; i < values.length; i++) {
      // Halves of a step are ties; the largest saturate.
      float step = scale.steps().get(0);
      values[i] =
          random.nextBoolean()
              ? (float) random.nextGaussian()
              : (random.nextInt(600) - 300) * 0.5f * step;
    }
    Tensor floats = Tensor.ofFloats(shape, values);
    Tensor integers = LinearQuantization.quantize(floats, precision, scale);
    Map<String, Tensor> expected = runtime(floats, precision, scale);
    assertThat(integers).isEqualTo(expected.get("q"));
    assertThat(LinearQuantization.dequantize(integers, scale)).isEqualTo(expected.get("y"));
  }

  private static Scale scale(Random random, Precision precision, int axis, int count) {
    List<Float> steps = new ArrayList<>();
    List<Integer> zeroPoints = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(0.001f + random.nextFloat() * 0.1f);
      zeroPoints.add((int) precision.min() + random.nextInt(256));
    }
    return new Scale(steps, zeroPoints, OptionalInt.of(axis));
  }

  private static Map<String, Tensor> runtime(Tensor floats, Precision precision, Scale scale) {
    DataType type = TensorPrecision.stored(precision);
    Shape channels = Shape.of(scale.steps().size());
    float[] steps = new float[scale.steps().size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = scale.steps().get(i);
    }
    Attribute axis = new Attribute.IntValue(scale.axis().orElseThrow());
    Graph graph =
        Graph.builder("pair")
            .opset("", 13)
            .input(SmallModels.floats("x", 2, 3, 4))
            .output(new ValueInfo("q", type, Optional.empty()))
            .output(new ValueInfo("y", DataType.FLOAT, Optional.empty()))
            .initializer("s", Tensor.ofFloats(channels, steps))
            .initializer("z", LinearQuantization.integers(type, channels, scale.zeroPoints()))
            .node(
                node("1", "QuantizeLinear", List.of("x", "s", "z"), "q")
                    .withAttribute("axis", axis))
            .node(
                node("2", "DequantizeLinear", List.of("q", "s", "z"), "y")
                    .withAttribute("axis", axis))
            .build();
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(graph), "pair", 1)) {
      return model.run(Map.of("x", floats));
    }
  }

  @Test
  void packsTwoSmallIntegersToAByte() {
    Tensor integers = LinearQuantization.integers(DataType.INT4, Shape.of(3), List.of(-8, 7, -1));
    assertThat(integers.data().remaining()).isEqualTo(2);
    assertThat(integers.longs()).containsExactly(-8, 7, -1);
  }

  @Property
  void halvesAreTheNearest(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    short half = HalfPrecision.of(Tensor.ofFloats(Shape.of(), value)).data().getShort();
    if (Float.isNaN(value)) {
      assertThat(half & 0x7FFF).isGreaterThan(0x7C00);
    } else {
      assertThat(half).isEqualTo(Fp16Conversions.mlasFloatToFp16(value));
    }
  }

  @Property
  void halvesOfModestNumbersAreTheNearest(
      @ForAll @IntRange(min = -70_000_000, max = 70_000_000) int thousandths) {
    float value = thousandths / 1000f;
    Tensor half = HalfPrecision.of(Tensor.ofFloats(Shape.of(), value));
    assertThat(half.data().getShort()).isEqualTo(Fp16Conversions.mlasFloatToFp16(value));
    if (Math.abs(value) <= 65504) {
      assertThat(Math.abs(half.floats()[0] - value))
          .isLessThanOrEqualTo(Math.max(0x1p-25f, Math.abs(value) * 0x1p-11f));
    }
  }
}
