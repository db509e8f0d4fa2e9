package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Random nodes that move elements. */
final class RandomArrangements extends RandomNode {
  private RandomArrangements(long seed) {
    super(seed);
  }

  static Case rearrangement(long seed) {
    return new RandomArrangements(seed).rearrangementCase();
  }

  static Case slice(long seed) {
    return new RandomArrangements(seed).sliceCase();
  }

  static Case pad(long seed) {
    return new RandomArrangements(seed).padCase();
  }

  static Case copy(long seed) {
    return new RandomArrangements(seed).copyCase();
  }

  private Case rearrangementCase() {
    long[] sizes = sizes(1 + random.nextInt(4), 1, 4);
    int rank = sizes.length;
    switch (random.nextInt(10)) {
      case 0 -> {
        feed("x", Shape.of(sizes), -1, 1);
        long[] target = {0, -1, 1};
        integers("target", target);
        return build("Reshape");
      }
      case 1 -> {
        feed("x", Shape.of(sizes), -1, 1);
        attributes.put("axis", new Attribute.IntValue(random.nextInt(2 * rank + 1) - rank));
        return build("Flatten");
      }
      case 2 -> {
        feed("x", Shape.of(sizes), -1, 1);
        if (random.nextBoolean()) {
          List<Long> axes = new ArrayList<>(LongStream.range(0, rank).boxed().toList());
          java.util.Collections.shuffle(axes, random);
          attributes.put("perm", new Attribute.Ints(axes));
        }
        return build("Transpose");
      }
      case 3 -> {
        int axis = random.nextInt(rank);
        feed("x", Shape.of(sizes).with(axis, 1), -1, 1);
        if (random.nextBoolean()) {
          integers("axes", random.nextBoolean() ? axis : axis - rank);
        }
        return build("Squeeze");
      }
      case 4 -> {
        feed("x", Shape.of(sizes), -1, 1);
        integers("axes", random.nextInt(rank + 1), -1 - random.nextInt(1));
        return build("Unsqueeze");
      }
      case 5 -> {
        long block = between(1, 3);
        feed(
            "x",
            Shape.of(between(1, 2), block * block * between(1, 3), between(1, 3), between(1, 3)),
            -1,
            1);
        attributes.put("blocksize", new Attribute.IntValue(block));
        if (random.nextInt(3) > 0) {
          attributes.put("mode", new Attribute.Text(any("DCR", "CRD")));
        }
        return build("DepthToSpace");
      }
      case 6 -> {
        long block = between(1, 3);
        feed(
            "x",
            Shape.of(between(1, 2), between(1, 3), block * between(1, 3), block * between(1, 3)),
            -1,
            1);
        attributes.put("blocksize", new Attribute.IntValue(block));
        return build("SpaceToDepth");
      }
      case 7 -> {
        int axis = random.nextInt(rank);
        attributes.put("axis", new Attribute.IntValue(random.nextBoolean() ? axis : axis - rank));
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
          feed("x" + i, Shape.of(sizes).with(axis, between(1, 3)), -1, 1);
        }
        return build("Concat");
      }
      case 8 -> {
        int axis = random.nextInt(rank);
        results = 1 + random.nextInt(3);
        attributes.put("axis", new Attribute.IntValue(random.nextBoolean() ? axis : axis - rank));
        long[] parts = sizes(results, 1, 3);
        boolean given = random.nextBoolean();
        long each = parts[0];
        feed(
            "x",
            Shape.of(sizes).with(axis, given ? LongStream.of(parts).sum() : results * each),
            -1,
            1);
        if (given) {
          integers("sizes", parts);
        }
        return build("Split");
      }
      default -> {
        int axis = random.nextInt(rank);
        attributes.put("axis", new Attribute.IntValue(axis));
        feed("x", Shape.of(sizes), -1, 1);
        int size = (int) sizes[axis];
        integers("indices", random.nextInt(size), random.nextInt(size) - size);
        return build("Gather");
      }
    }
  }

  private Case sliceCase() {
    int rank = 1 + random.nextInt(4);
    Shape shape = Shape.of(sizes(rank, 2, 6));
    boolean attribute = random.nextInt(3) == 0;
    opset = attribute ? 9 : 17;
    int[] axes = IntStream.range(0, rank).filter(i -> random.nextBoolean()).toArray();
    int count = axes.length;
    long[] starts = new long[count];
    long[] ends = new long[count];
    long[] steps = new long[count];
    for (int i = 0; i < count; i++) {
      int size = (int) shape.size(axes[i]);
      boolean backward = !attribute && random.nextInt(4) == 0;
      int first = random.nextInt(size);
      int last = first + 1 + random.nextInt(size - first);
      steps[i] = attribute ? 1 : between(1, 2) * (backward ? -1 : 1);
      starts[i] = fromEither(backward ? last - 1 : first, size);
      if (random.nextInt(4) == 0) {
        ends[i] = backward ? Long.MIN_VALUE : Long.MAX_VALUE;
      } else if (backward) {
        ends[i] = first == 0 ? -size - 1 : first - 1;
      } else {
        ends[i] = last == size ? size : fromEither(last, size);
      }
    }
    feed("x", shape, -1, 1);
    if (attribute) {
      attributes.put("starts", ints(starts));
      attributes.put("ends", ints(ends));
      attributes.put("axes", ints(IntStream.of(axes).asLongStream().toArray()));
      return build("Slice");
    }
    integers("starts", starts);
    integers("ends", ends);
    integers("axes", IntStream.of(axes).mapToLong(axis -> fromEither(axis, rank)).toArray());
    integers("steps", steps);
    return build("Slice");
  }

  private long fromEither(int index, int size) {
    return random.nextBoolean() ? index : index - size;
  }

  private Case padCase() {
    int rank = 1 + random.nextInt(4);
    boolean attribute = random.nextInt(3) == 0;
    opset = attribute ? 9 : 19;
    String mode =
        attribute ? any("constant", "reflect", "edge") : any("constant", "reflect", "edge", "wrap");
    attributes.put("mode", new Attribute.Text(mode));
    feed("x", Shape.of(sizes(rank, 3, 5)), -1, 1);
    boolean crops = mode.equals("constant") && random.nextInt(3) == 0;
    boolean some = !attribute && rank > 1 && random.nextBoolean();
    long[] pads = sizes(2 * (some ? rank - 1 : rank), crops ? -1 : 0, 2);
    if (attribute) {
      attributes.put("pads", ints(pads));
      maybe("value", -1, 1);
      return build("Pad");
    }
    integers("pads", pads);
    if (mode.equals("constant") && random.nextBoolean()) {
      constant("value", Shape.of(), -1, 1);
    } else {
      absent();
    }
    if (some) {
      integers(
          "axes", LongStream.range(1, rank).map(axis -> fromEither((int) axis, rank)).toArray());
    }
    return build("Pad");
  }

  private Case copyCase() {
    int rank = 1 + random.nextInt(4);
    Shape shape = Shape.of(sizes(rank, 1, 4));
    switch (random.nextInt(3)) {
      case 0 -> {
        feed("x", stretching(shape), -1, 1);
        integers("target", random.nextBoolean() ? shape.sizes() : stretching(shape).sizes());
        return build("Expand");
      }
      case 1 -> {
        feed("x", shape, -1, 1);
        integers("repeats", sizes(rank, 1, 3));
        return build("Tile");
      }
      default -> {
        int axis = random.nextInt(rank);
        feed("x", shape, -1, 1);
        attributes.put("axis", new Attribute.IntValue(fromEither(axis, rank)));
        indices("indices", shape.with(axis, between(1, 4)), shape.size(axis));
        return build("GatherElements");
      }
    }
  }
}
