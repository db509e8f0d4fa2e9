package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Random recurrent layers, in the forms that ONNX Runtime has. */
final class RandomRecurrences extends RandomNode {
  private RandomRecurrences(long seed) {
    super(seed);
  }

  static Case layer(long seed) {
    return new RandomRecurrences(seed).layerCase();
  }

  private Case layerCase() {
    String cell = any("RNN", "GRU", "LSTM");
    boolean lstm = cell.equals("LSTM");
    int gates = lstm ? 4 : cell.equals("GRU") ? 3 : 1;
    String direction = any("forward", "reverse", "bidirectional");
    long directions = direction.equals("bidirectional") ? 2 : 1;
    long steps = between(1, 5);
    long batch = between(1, 3);
    long inputs = between(1, 9);
    long hidden = between(1, 9);
    opset = random.nextBoolean() ? 17 : 11;
    attributes.put("hidden_size", new Attribute.IntValue(hidden));
    attributes.put("direction", new Attribute.Text(direction));
    if (cell.equals("GRU") && random.nextBoolean()) {
      attributes.put("linear_before_reset", new Attribute.IntValue(1));
    }
    if (lstm && random.nextInt(4) == 0) {
      attributes.put("input_forget", new Attribute.IntValue(1));
    }
    if (random.nextInt(4) == 0) {
      attributes.put("clip", new Attribute.FloatValue((float) number(0.2, 1)));
    }
    if (random.nextInt(3) == 0) {
      activations(Math.toIntExact(directions) * (lstm ? 3 : gates == 3 ? 2 : 1));
    }
    feed("x", Shape.of(steps, batch, inputs), -1, 1);
    constant("w", Shape.of(directions, gates * hidden, inputs), -0.5, 0.5);
    constant("r", Shape.of(directions, gates * hidden, hidden), -0.5, 0.5);
    optional("b", Shape.of(directions, 2L * gates * hidden));
    if (random.nextInt(3) == 0) {
      int[] lengths = new int[Math.toIntExact(batch)];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = Math.toIntExact(between(1, Math.toIntExact(steps)));
      }
      counts("sequence_lens", lengths);
    } else {
      absent();
    }
    optional("initial_h", Shape.of(directions, batch, hidden));
    if (lstm) {
      optional("initial_c", Shape.of(directions, batch, hidden));
      optional("p", Shape.of(directions, 3 * hidden));
    }
    results = lstm ? 3 : 2;
    if (random.nextBoolean()) {
      unwanted.add(random.nextInt(results));
    }
    return build(cell);
  }

  private void optional(String name, Shape shape) {
    if (random.nextBoolean()) {
      constant(name, shape, -1, 1);
    } else {
      absent();
    }
  }

  private void activations(int count) {
    List<String> names = new ArrayList<>();
    List<Float> alphas = new ArrayList<>();
    List<Float> betas = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name =
          any(
              "Affine",
              "Relu",
              "LeakyRelu",
              "ThresholdedRelu",
              "Tanh",
              "ScaledTanh",
              "Sigmoid",
              "HardSigmoid",
              "Elu",
              "Softsign",
              "Softplus");
      names.add(name);
      if (List.of("Affine", "LeakyRelu", "ThresholdedRelu", "ScaledTanh", "HardSigmoid", "Elu")
          .contains(name)) {
        alphas.add((float) number(0.1, 0.9));
      }
      if (List.of("Affine", "ScaledTanh", "HardSigmoid").contains(name)) {
        betas.add((float) number(0.1, 0.9));
      }
    }
    attributes.put("activations", new Attribute.Texts(names));
    boolean parametersNeeded =
        names.stream().anyMatch(Set.of("Affine", "ScaledTanh", "ThresholdedRelu")::contains);
    if (parametersNeeded || random.nextBoolean()) {
      attributes.put("activation_alpha", new Attribute.Floats(alphas));
      attributes.put("activation_beta", new Attribute.Floats(betas));
    }
  }
}
