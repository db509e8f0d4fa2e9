package dev.pluto.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.verify.OnnxRuntimeModel;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A kernel of a narrowed candidate runs alone, in the shapes that it is priced at. */
class KernelModelsTest {
  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyKernelRunsInItsShapes(@ForAll long seed) {
    TestSpace space = TestSpace.random(seed, 12);
    int[] settings = space.draw(new Random(seed));
    for (int d = 0; d < settings.length; d++) {
      settings[d] = space.decisions().get(d).id().startsWith("width/") ? settings[d] : 0;
    }
    try (KernelModels models = new KernelModels(space.graph(), Optional.empty())) {
      for (CostModel.KernelCost kernel : space.model().kernels(settings)) {
        // Random networks have branches that end nowhere.
        if (!kernel.kernel().outputs().isEmpty()) {
          assertRuns(models, kernel.kernel());
        }
      }
    }
  }

  private static void assertRuns(KernelModels models, Kernel kernel) {
    try (OnnxRuntimeModel model =
        OnnxRuntimeModel.open(models.model(kernel), kernel.nodes().toString(), 1)) {
      Map<String, Tensor> inputs = new HashMap<>();
      kernel.inputs().forEach(input -> inputs.put(input.tensor(), ones(input)));
      Map<String, Tensor> outputs = model.run(inputs);
      for (TensorForm output : kernel.outputs()) {
        Tensor tensor = outputs.get(output.tensor());
        assertThat(tensor == null ? Shape.of() : tensor.shape())
            .as("%s %s", kernel.nodes(), output.tensor())
            .isEqualTo(output.shape());
      }
    }
  }

  private static Tensor ones(TensorForm form) {
    if (form.dataType() == DataType.BOOL) {
      return Tensor.of(
          DataType.BOOL,
          form.shape(),
          ByteBuffer.allocate(Math.toIntExact(form.shape().elements())));
    }
    float[] values = new float[Math.toIntExact(form.shape().elements())];
    Arrays.fill(values, 1);
    return Tensor.ofFloats(form.shape(), values);
  }
}
