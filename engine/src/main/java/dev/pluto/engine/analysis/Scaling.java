package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a batch normalization does with trained statistics: y = scale·x + shift per channel.
 * Computed in double precision.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one merge and is compared by nobody
record Scaling(int channels, Optional<double[]> scale, Optional<double[]> shift) {
  private static final float DEFAULT_EPSILON = 1e-5f;

  /**
   * The scaling of a BatchNormalization; empty if a parameter is not a constant float, or one
   * number per channel. Of parameters that are only shapes, only the number of channels is known.
   */
  static Optional<Scaling> of(Graph graph, Node node) {
    List<Tensor> parameters = new ArrayList<>();
    for (int i = 1; i < 5; i++) {
      node.input(i)
          .flatMap(graph::initializer)
          .filter(t -> t.dataType() == DataType.FLOAT)
          .ifPresent(parameters::add);
    }
    boolean fit =
        parameters.size() == 4
            && parameters.stream().map(Tensor::shape).distinct().count() == 1
            && parameters.get(0).shape().rank() == 1;
    if (!fit) {
      return Optional.empty();
    }
    int channels = Math.toIntExact(parameters.get(0).shape().elements());
    if (!parameters.stream().allMatch(Tensor::hasData)) {
      return Optional.of(new Scaling(channels, Optional.empty(), Optional.empty()));
    }
    float[] gamma = parameters.get(0).floats();
    float[] beta = parameters.get(1).floats();
    float[] mean = parameters.get(2).floats();
    float[] variance = parameters.get(3).floats();
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int i = 0; i < channels; i++) {
      scale[i] =
          gamma[i] / Math.sqrt(variance[i] + node.floatAttribute("epsilon", DEFAULT_EPSILON));
      shift[i] = beta[i] - mean[i] * scale[i];
    }
    return Optional.of(new Scaling(channels, Optional.of(scale), Optional.of(shift)));
  }

  /** The weight with every output channel scaled. */
  Tensor weight(Tensor weight, WeightLayout layout) {
    if (scale.isEmpty() || !weight.hasData()) {
      return Tensor.shapeOnly(weight.dataType(), weight.shape());
    }
    float[] values = weight.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * scale.get()[layout.channel(weight.shape(), i)]);
    }
    return Tensor.ofFloats(weight.shape(), values);
  }

  /**
   * The bias, shape (channels), after which nothing needs to be added any more.
   *
   * @param bias the bias so far, in any shape with as many elements
   * @param factor what the node multiplies its bias with
   */
  Tensor bias(Optional<Tensor> bias, float factor) {
    if (scale.isEmpty() || shift.isEmpty() || bias.filter(b -> !b.hasData()).isPresent()) {
      return Tensor.shapeOnly(DataType.FLOAT, Shape.of(channels));
    }
    float[] old = bias.map(Tensor::floats).orElseGet(() -> new float[channels]);
    float[] values = new float[channels];
    for (int i = 0; i < channels; i++) {
      values[i] = (float) (scale.get()[i] * factor * old[i] + shift.get()[i]);
    }
    return Tensor.ofFloats(Shape.of(channels), values);
  }
}
