package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import java.util.List;
import java.util.Optional;

/** Declared inputs and outputs of a model. */
final class ValueInfoDecoder {
  private ValueInfoDecoder() {}

  /** Decodes a declaration that stands at {@code place}. */
  static ValueInfo decode(ValueInfoProto value, String place, ModelProblems problems) {
    if (!value.getType().hasTensorType()) {
      throw problems.fatal(place, "is not a tensor");
    }
    TypeProto.Tensor type = value.getType().getTensorType();
    DataType dataType =
        DataType.ofOnnx(type.getElemType())
            .orElseThrow(() -> problems.fatal(place, "unknown element type " + type.getElemType()));
    int rank = type.getShape().getDimCount();
    if (rank > ParseLimits.RANK) {
      throw problems.fatal(
          place, "%d axes; up to %d are allowed".formatted(rank, ParseLimits.RANK));
    }
    Optional<List<Dimension>> dimensions =
        type.hasShape()
            ? Optional.of(
                type.getShape().getDimList().stream().map(ValueInfoDecoder::dimension).toList())
            : Optional.empty();
    return new ValueInfo(value.getName(), dataType, dimensions);
  }

  /** Some exporters write −1 for a size that is open. */
  private static Dimension dimension(TensorShapeProto.Dimension dimension) {
    return dimension.hasDimValue() && dimension.getDimValue() >= 0
        ? new Dimension.Fixed(dimension.getDimValue())
        : new Dimension.Symbol(dimension.getDimParam());
  }
}
