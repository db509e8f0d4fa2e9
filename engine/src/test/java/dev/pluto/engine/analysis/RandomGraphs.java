package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Small random convolutional networks with every structure through which channels travel: grouped
 * and depthwise convolutions, batch normalization with a shift, residual adds, products, concat (of
 * a value with itself, too), pixel shuffle, channel shuffle, split and slices, squeeze-excite,
 * attention over positions, normalization per instance, group and layer, channels padded with
 * constants, resizing, shared weights, values that are used inside and are outputs; attention with
 * heads, feed-forward layers and layer normalization over channels, islands with channels last,
 * channels picked by index, group normalization written out. In operator sets of different forms.
 */
public final class RandomGraphs {
  /** Those in which operators changed their form. */
  private static final List<Long> OPSETS = List.of(9L, 11L, 17L, 21L);

  private static final int LARGEST_SIDE = 16;
  private static final int MOST_CHANNELS = 24;
  private static final int EINSUM = 12;

  private final Random random;
  private final NetworkBuilder net;
  private final NetworkLayers layers;
  private final TransformerLayers transformer;
  private final List<String> maps = new ArrayList<>();
  private final List<SharedWeight> shared = new ArrayList<>();
  private int nodes;

  private record SharedWeight(String weight, String bias, int in, int out, int kernel) {}

  private RandomGraphs(long seed) {
    random = new Random(seed);
    net = new NetworkBuilder(random, OPSETS.get(random.nextInt(OPSETS.size())));
    layers = new NetworkLayers(net);
    transformer = new TransformerLayers(net);
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
    return switch (random.nextInt(42)) {
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
      case 17, 18 -> halves(x);
      case 19 -> slices(x);
      case 20 -> layers.pad(name("border"), x, any(List.of("constant", "reflect", "edge")));
      case 21 -> padded(x);
      case 22 -> resized(x);
      case 23 -> net.node(name("slopes"), "PRelu", net.shape(x), Map.of(), x, vector(channels));
      case 24 -> layers.instanceNorm(name("instance"), x);
      case 25 -> layers.groupNorm(name("groups"), x, channels % 4 == 0 ? 4 : 1);
      case 26 -> net.binary(name("gated"), "Mul", x, layers.denseGate(name("gate"), x, 3));
      case 27 -> net.binary(name("attended"), "Mul", x, layers.spatialGate(name("spatial"), x));
      case 28 -> net.conv(name("grouped"), conv(x, 12), 8, 1, 4);
      case 29 -> layers.maxPool(name("pool"), x);
      case 30 -> layers.tile(name("tiled"), x, channels > MOST_CHANNELS ? 1 : 2);
      case 31 -> layers.where(name("where"), x, sameShape(x));
      case 32 -> layers.localResponse(name("local"), x);
      case 33, 34, 35 -> net.shape(x).size(2) > 4 ? x : attended(x);
      case 36, 37 -> channelsLast(x);
      case 38 -> channels > MOST_CHANNELS ? x : layers.pick(name("picked"), x, picked(channels));
      case 39 -> layers.writtenGroupNorm(name("written"), x, channels % 4 == 0 ? 4 : 1);
      case 40 -> channels < 4 ? x : layers.slice(name("without"), x, 1, -1);
      default -> layers.lastAxisNorm(name("layer"), x);
    };
  }

  /** Tokens mixed by attention, a feed-forward layer or both, with the residual value added. */
  private String attended(String x) {
    Shape shape = net.shape(x);
    String tokens = transformer.tokens(name("tokens"), x);
    String normal = random.nextBoolean() ? tokens : transformer.norm(name("norm"), tokens);
    List<TransformerLayers.Projection> forms =
        new ArrayList<>(List.of(TransformerLayers.Projection.values()));
    if (net.opset() < EINSUM) {
      forms.remove(TransformerLayers.Projection.EINSUM);
    }
    String mixed =
        random.nextInt(3) == 0
            ? transformer.feedForward(name("feed"), normal, 6)
            : transformer.attention(
                name("attention"), normal, forms.get(random.nextInt(forms.size())), 3, 2);
    String sum = random.nextBoolean() ? mixed : net.binary(name("sum"), "Add", tokens, mixed);
    return transformer.map(name("map"), sum, shape.size(2), shape.size(3));
  }

  /** A part with channels last, as converted from other frameworks. */
  private String channelsLast(String x) {
    String last = net.transpose(name("last"), x, 0, 2, 3, 1);
    String dense = transformer.linear(name("dense"), last, 4 + random.nextInt(3));
    String relu = net.unary(name("relu"), "Relu", dense);
    return net.transpose(name("first"), relu, 0, 3, 1, 2);
  }

  private long[] picked(int channels) {
    return random.longs(1 + random.nextInt(channels + 2), -channels, channels).toArray();
  }

  private String vector(int channels) {
    return net.weight(name("slope"), 0.2, 0.3, channels, 1, 1);
  }

  private String sameShape(String x) {
    List<String> same = maps.stream().filter(m -> net.shape(m).equals(net.shape(x))).toList();
    return same.isEmpty() ? x : any(same);
  }

  /** The two halves of a value by Slice, one of them computed on, as in ShuffleNet. */
  private String slices(String x) {
    int channels = net.channels(x);
    int border = 1 + random.nextInt(Math.max(1, channels - 1));
    if (channels < 2) {
      return x;
    }
    String first = layers.slice(name("first"), x, 0, border);
    String second = layers.slice(name("second"), x, border, channels);
    return switch (random.nextInt(3)) {
      case 0 -> net.concat(name("swapped"), second, first);
      case 1 -> net.concat(name("branch"), first, conv(second, 4));
      default -> layers.slice(name("middle"), x, border / 2, border);
    };
  }

  /** A shortcut with constant channels added, as in networks without projections. */
  private String padded(String x) {
    int channels = net.channels(x);
    if (channels > MOST_CHANNELS) {
      return x;
    }
    String wide = layers.padChannels(name("wide"), x, 2, 4);
    return random.nextBoolean()
        ? wide
        : net.binary(name("add"), "Add", conv(x, channels + 6), wide);
  }

  private String resized(String x) {
    return net.shape(x).size(2) >= LARGEST_SIDE
        ? x
        : layers.resize(name("resize"), x, random.nextBoolean());
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
        maps.stream().filter(m -> net.shape(m).with(1, 1).equals(net.shape(x).with(1, 1))).toList();
    return same.isEmpty() ? x : any(same);
  }

  private String pixelShuffle(String x) {
    if (net.shape(x).size(2) >= LARGEST_SIDE || net.channels(x) % 4 != 0) {
      return net.convTranspose(name("grow"), x, 4, net.channels(x) % 2 == 0 ? 2 : 1);
    }
    return net.opset() < 11
        ? layers.depthToSpace(name("pixels"), x)
        : net.depthToSpace(name("pixels"), x, random.nextBoolean() ? "DCR" : "CRD");
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
      case 1 -> {
        String map = random.nextBoolean() ? x : net.transpose(name("last"), x, 0, 2, 3, 1);
        yield net.gemm(name("gemm"), net.flatten(name("flatten"), map), 3);
      }
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
