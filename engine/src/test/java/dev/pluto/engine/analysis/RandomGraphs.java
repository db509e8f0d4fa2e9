package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small random convolutional networks with every structure through which channels travel: grouped
 * and depthwise convolutions, batch normalization with a shift, residual adds, products, concat (of
 * a value with itself, too), pixel shuffle, channel shuffle, split, squeeze-excite, shared weights,
 * values that are used inside and are outputs.
 */
public final class RandomGraphs {
  private static final int LARGEST_SIDE = 16;
  private static final int MOST_CHANNELS = 24;

  private final Random random;
  private final NetworkBuilder net;
  private final List<String> maps = new ArrayList<>();
  private final List<SharedWeight> shared = new ArrayList<>();
  private int nodes;

  private record SharedWeight(String weight, String bias, int in, int out, int kernel) {}

  private RandomGraphs(long seed) {
    random = new Random(seed);
    net = new NetworkBuilder(random);
  }

  /** The network of this number; input "x" has shape 1x3x4x4. */
  public static Graph graph(long seed) {
    return new RandomGraphs(seed).build();
  }

  private Graph build() {
    maps.add(conv(net.input("x", 1, 3, 4, 4), 4 + 4 * random.nextInt(3)));
    int steps = 3 + random.nextInt(8);
    for (int i = 0; i < steps; i++) {
      String value = random.nextInt(4) == 0 ? any(maps) : maps.get(maps.size() - 1);
      maps.add(step(value));
    }
    String last = maps.get(maps.size() - 1);
    List<String> outputs = new ArrayList<>(List.of(head(last)));
    if (random.nextInt(5) == 0) {
      outputs.add(any(maps));
    }
    return net.build(outputs.stream().distinct().toArray(String[]::new));
  }

  private String step(String x) {
    int channels = net.channels(x);
    return switch (random.nextInt(18)) {
      case 0, 1 -> conv(x, 4 + 4 * random.nextInt(3));
      case 2 -> net.conv(name("grouped"), conv(x, 8), 8, 3, 2);
      case 3 -> net.conv(name("depthwise"), x, channels, 3, channels);
      case 4 ->
          channels > MOST_CHANNELS ? x : net.conv(name("multiplied"), x, 2 * channels, 1, channels);
      case 5, 6 -> net.batchNorm(name("norm"), x);
      case 7 -> net.unary(name("relu"), random.nextBoolean() ? "Relu" : "Sigmoid", x);
      case 8 -> net.clip(name("clip"), x, 0.25f, 2);
      case 9 -> net.binary(name("add"), "Add", x, partner(x));
      case 10 -> net.binary(name("mul"), "Mul", x, partner(x));
      case 11 -> channels > MOST_CHANNELS ? x : net.concat(name("twice"), x, x);
      case 12 -> channels > MOST_CHANNELS ? x : net.concat(name("concat"), x, sameSize(x));
      case 13 -> pixelShuffle(x);
      case 14 -> net.squeezeExcite(name("excite"), x, 2 + random.nextInt(3));
      case 15 -> sharedConv(x);
      case 16 -> channels % 2 == 0 ? net.shuffle(name("shuffle"), x, 2) : x;
      default -> halves(x);
    };
  }

  private String conv(String x, int out) {
    return net.conv(name("conv"), x, out, random.nextBoolean() ? 1 : 3, 1);
  }

  /** Another value of the same shape, or a new one made by a convolution, or a constant vector. */
  private String partner(String x) {
    List<String> same = maps.stream().filter(m -> net.shape(m).equals(net.shape(x))).toList();
    return switch (random.nextInt(3)) {
      case 0 -> net.weight(name("vector"), 0.3, 0.5, net.channels(x), 1, 1);
      case 1 -> conv(sameSize(x), net.channels(x));
      default -> same.isEmpty() ? x : any(same);
    };
  }

  private String sameSize(String x) {
    List<String> same =
        maps.stream().filter(m -> net.shape(m).size(2) == net.shape(x).size(2)).toList();
    return same.isEmpty() ? x : any(same);
  }

  private String pixelShuffle(String x) {
    if (net.shape(x).size(2) >= LARGEST_SIDE || net.channels(x) % 4 != 0) {
      return net.convTranspose(name("grow"), x, 4, net.channels(x) % 2 == 0 ? 2 : 1);
    }
    return net.depthToSpace(name("pixels"), x, random.nextBoolean() ? "DCR" : "CRD");
  }

  private String sharedConv(String x) {
    for (SharedWeight weight : shared) {
      if (weight.in() == net.channels(x)) {
        return net.conv(
            name("again"), x, weight.weight(), weight.bias(), weight.out(), weight.kernel(), 1);
      }
    }
    String conv = net.conv(name("shared"), x, 8, 1, 1);
    shared.add(new SharedWeight(conv + ".w", conv + ".b", net.channels(x), 8, 1));
    return conv;
  }

  private String halves(String x) {
    int channels = net.channels(x);
    if (channels < 4) {
      return x;
    }
    List<String> parts = net.split(name("split"), x, channels - 2, 2);
    String first = net.unary(name("relu"), "Relu", parts.get(0));
    return random.nextBoolean()
        ? net.concat(name("joined"), parts.get(1), first)
        : net.concat(name("joined"), first, conv(parts.get(1), 4));
  }

  private String head(String x) {
    return switch (random.nextInt(4)) {
      case 0 -> conv(x, 3);
      case 1 -> net.gemm(name("gemm"), net.flatten(name("flatten"), x), 3);
      default -> {
        String pooled = net.flatten(name("flatten"), net.globalAveragePool(name("pool"), x));
        String hidden = net.unary(name("relu"), "Relu", net.gemm(name("hidden"), pooled, 6));
        yield net.gemm(name("gemm"), hidden, 3);
      }
    };
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String name(String what) {
    return what + nodes++;
  }
}
