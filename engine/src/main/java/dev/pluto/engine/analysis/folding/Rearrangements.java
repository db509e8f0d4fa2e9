package dev.pluto.engine.analysis.folding;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.InferenceContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that copy elements to other places, whatever their type. */
final class Rearrangements {
  private Rearrangements() {}

  /** The same elements in another shape. */
  static List<Tensor> reinterpret(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    Tensor x = FoldingRule.elements(inputs, 0);
    return List.of(Tensor.of(x.dataType(), outputs.get(0).shape(), x.data()));
  }

  static List<Tensor> gather(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    Tensor x = FoldingRule.elements(inputs, 0);
    Tensor indexTensor = FoldingRule.elements(inputs, 1);
    long[] indices = Elements.longs(indexTensor);
    int axis = axis(node.intAttribute("axis", 0), x.shape().rank());
    long[] strides = Indices.strides(x.shape());
    long[] indexStrides = Indices.strides(indexTensor.shape());
    int indexRank = indexTensor.shape().rank();
    long size = x.shape().size(axis);
    return copied(
        x,
        outputs.get(0),
        at -> {
          int which = 0;
          for (int i = 0; i < indexRank; i++) {
            which += (int) (at[axis + i] * indexStrides[i]);
          }
          long index = indices[which];
          if (index < -size || index >= size) {
            throw new IllegalArgumentException("index " + index + " on an axis of size " + size);
          }
          long source = (index < 0 ? index + size : index) * strides[axis];
          for (int i = 0; i < strides.length; i++) {
            if (i != axis) {
              source += at[i < axis ? i : i - 1 + indexRank] * strides[i];
            }
          }
          return source;
        });
  }

  static List<Tensor> slice(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    Tensor x = FoldingRule.elements(inputs, 0);
    boolean attributes = node.inputs().size() == 1;
    long[] starts =
        attributes ? ints(node, "starts") : Elements.longs(FoldingRule.elements(inputs, 1));
    long[] axes = LongStream.range(0, starts.length).toArray();
    if (attributes) {
      axes = node.intsAttribute("axes").orElse(axes);
    } else if (inputs.has(3)) {
      axes = Elements.longs(FoldingRule.elements(inputs, 3));
    }
    long[] steps = new long[starts.length];
    Arrays.fill(steps, 1);
    if (inputs.has(4)) {
      steps = Elements.longs(FoldingRule.elements(inputs, 4));
    }
    long[] strides = Indices.strides(x.shape());
    long[] scale = strides.clone();
    long base = 0;
    for (int i = 0; i < starts.length; i++) {
      int axis = axis(axes[i], x.shape().rank());
      long size = x.shape().size(axis);
      long start = starts[i] < 0 ? starts[i] + size : starts[i];
      // Where the slice is empty the start does not matter: no element is copied.
      start = Math.max(0, Math.min(start, steps[i] > 0 ? size : size - 1));
      base += start * strides[axis];
      scale[axis] = Math.multiplyExact(strides[axis], steps[i]);
    }
    long first = base;
    return copied(x, outputs.get(0), at -> first + dot(at, scale));
  }

  static List<Tensor> split(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    Tensor x = FoldingRule.elements(inputs, 0);
    int axis = axis(node.intAttribute("axis", 0), x.shape().rank());
    long[] strides = Indices.strides(x.shape());
    List<Tensor> parts = new ArrayList<>();
    long begin = 0;
    for (TensorType output : outputs) {
      long first = begin * strides[axis];
      parts.addAll(copied(x, output, at -> first + dot(at, strides)));
      begin += output.shape().size(axis);
    }
    return parts;
  }

  static List<Tensor> concat(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    Shape shape = outputs.get(0).shape();
    int axis = axis(node.intAttribute("axis", 0), shape.rank());
    int width = Elements.width(outputs.get(0).dataType());
    ByteBuffer out = Elements.buffer(outputs.get(0));
    List<ByteBuffer> parts = new ArrayList<>();
    List<Integer> runs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Tensor part = FoldingRule.elements(inputs, i);
      parts.add(part.data());
      runs.add(
          Math.toIntExact(part.shape().size(axis) * Indices.strides(part.shape())[axis] * width));
    }
    while (out.hasRemaining()) {
      for (int i = 0; i < parts.size(); i++) {
        ByteBuffer part = parts.get(i);
        out.put(part.slice(part.position(), runs.get(i)));
        part.position(part.position() + runs.get(i));
      }
    }
    return List.of(Tensor.of(outputs.get(0).dataType(), shape, out.rewind()));
  }

  static List<Tensor> transpose(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    Tensor x = FoldingRule.elements(inputs, 0);
    int rank = x.shape().rank();
    long[] order =
        node.intsAttribute("perm")
            .orElseGet(() -> LongStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    long[] strides = Indices.strides(x.shape());
    long[] permuted = LongStream.of(order).map(axis -> strides[(int) axis]).toArray();
    return copied(x, outputs.get(0), at -> dot(at, permuted));
  }

  static List<Tensor> expand(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    Tensor x = FoldingRule.elements(inputs, 0);
    int[] sources = Indices.broadcast(x.shape(), outputs.get(0).shape());
    return List.of(copy(x, outputs.get(0), sources));
  }

  static List<Tensor> tile(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    Tensor x = FoldingRule.elements(inputs, 0);
    long[] strides = Indices.strides(x.shape());
    return copied(
        x,
        outputs.get(0),
        at ->
            IntStream.range(0, at.length)
                .mapToLong(i -> at[i] % x.shape().size(i) * strides[i])
                .sum());
  }

  static List<Tensor> where(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements {
    TensorType type = outputs.get(0);
    Tensor condition = FoldingRule.elements(inputs, 0);
    long[] choice = Elements.longs(condition);
    int[] which = Indices.broadcast(condition.shape(), type.shape());
    int width = Elements.width(type.dataType());
    ByteBuffer out = Elements.buffer(type);
    ByteBuffer yes = broadcast(FoldingRule.elements(inputs, 1), type);
    ByteBuffer no = broadcast(FoldingRule.elements(inputs, 2), type);
    for (int i = 0; i < which.length; i++) {
      out.put(i * width, choice[which[i]] != 0 ? yes : no, i * width, width);
    }
    return List.of(Tensor.of(type.dataType(), type.shape(), out));
  }

  private static ByteBuffer broadcast(Tensor x, TensorType type) throws UnknownElements {
    return copy(x, type, Indices.broadcast(x.shape(), type.shape())).data();
  }

  private static List<Tensor> copied(Tensor x, TensorType type, ToLongFunction<long[]> source)
      throws UnknownElements {
    return List.of(copy(x, type, Indices.map(type.shape(), source)));
  }

  private static Tensor copy(Tensor x, TensorType type, int[] sources) throws UnknownElements {
    int width = Elements.width(x.dataType());
    ByteBuffer in = x.data();
    ByteBuffer out = Elements.buffer(new TensorType(x.dataType(), type.shape()));
    for (int i = 0; i < sources.length; i++) {
      out.put(i * width, in, sources[i] * width, width);
    }
    return Tensor.of(x.dataType(), type.shape(), out);
  }

  private static long dot(long[] at, long[] strides) {
    long sum = 0;
    for (int i = 0; i < at.length; i++) {
      sum += at[i] * strides[i];
    }
    return sum;
  }

  private static int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException("axis " + axis + " of a tensor with rank " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  private static long[] ints(Node node, String attribute) throws UnknownElements {
    return node.intsAttribute(attribute).orElseThrow(UnknownElements::new);
  }
}
