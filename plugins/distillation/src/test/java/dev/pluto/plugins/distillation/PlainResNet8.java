package dev.pluto.plugins.distillation;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;

/** The network of {@code cifar_resnet8.onnx} and its training, written with DJL alone. */
final class PlainResNet8 implements AutoCloseable {
  private static final Shape ONE = new Shape(1, 1);

  private final NDManager manager = NDManager.newBaseManager();
  private final Optimizer optimizer = Optimizer.adam().build();
  private final List<NDArray> weights = new ArrayList<>();
  private final float[] images;
  private final int batch;

  PlainResNet8(float[] images, int batch) {
    this.images = images.clone();
    this.batch = batch;
    convolution(16, 3, 3);
    convolution(16, 16, 3);
    convolution(16, 16, 3);
    convolution(32, 16, 3);
    convolution(32, 32, 3);
    convolution(32, 16, 1);
    convolution(64, 32, 3);
    convolution(64, 64, 3);
    convolution(64, 32, 1);
    weight(new Shape(10, 64), 64);
    weight(new Shape(10), 64);
  }

  private void convolution(int out, int in, int kernel) {
    weight(new Shape(out, in, kernel, kernel), in * kernel * kernel);
    weight(new Shape(out), in * kernel * kernel);
  }

  private void weight(Shape shape, int inputs) {
    NDArray array = manager.randomNormal(shape).mul((float) Math.sqrt(2.0 / inputs));
    array.setRequiresGradient(true);
    weights.add(array);
  }

  /** Takes one step. */
  void step() {
    try (NDManager own = manager.newSubManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray x = own.create(images, new Shape(batch, 3, 32, 32));
      NDArray labels =
          own.zeros(new Shape(batch, 1)).toType(ai.djl.ndarray.types.DataType.INT64, false);
      NDArray loss = logits(x).logSoftmax(1).gather(labels, 1).mean().neg();
      collector.backward(loss);
      loss.getFloat();
      for (int i = 0; i < weights.size(); i++) {
        optimizer.update(Integer.toString(i), weights.get(i), weights.get(i).getGradient());
      }
    }
  }

  private NDArray logits(NDArray image) {
    NDArray x = Activation.relu(convolve(image, 0, 1));
    x = block(x, x, 1, 1);
    x = block(x, convolve(x, 5, 2), 3, 2);
    x = block(x, convolve(x, 8, 2), 6, 2);
    NDArray pooled = Pool.globalAvgPool2d(x);
    return Linear.linear(pooled.reshape(batch, -1), weights.get(18), weights.get(19))
        .singletonOrThrow();
  }

  private NDArray block(NDArray x, NDArray shortcut, int first, int stride) {
    NDArray inner = Activation.relu(convolve(x, first, stride));
    return Activation.relu(convolve(inner, first + 1, 1).add(shortcut));
  }

  private NDArray convolve(NDArray x, int index, int stride) {
    NDArray weight = weights.get(2 * index);
    long padding = weight.getShape().get(2) / 2;
    return Conv2d.conv2d(
            x,
            weight,
            weights.get(2 * index + 1),
            new Shape(stride, stride),
            new Shape(padding, padding),
            ONE)
        .singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }
}
