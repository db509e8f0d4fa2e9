package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.List;
import java.util.function.Function;

/** Builds the protobuf message of a graph without quantizations; no tensor is copied for it. */
final class ModelEncoder {
  private final Function<Tensor, ByteString> elements;

  /** Encodes with the given bytes as the elements of a tensor: the real ones, or as many. */
  ModelEncoder(Function<Tensor, ByteString> elements) {
    this.elements = elements;
  }

  /** The message of a graph; the same graph always gives the same bytes. */
  ModelProto encode(Graph graph) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(Versions.irOf(graph.opsets().getOrDefault("", 1L)))
            .setProducerName("Pluto");
    graph
        .opsets()
        .forEach(
            (domain, version) ->
                model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    graph
        .metadata()
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    GraphProto.Builder proto = model.getGraphBuilder().setName(graph.name());
    graph.nodes().forEach(n -> proto.addNode(node(n)));
    graph.initializers().forEach((name, t) -> proto.addInitializer(tensor(t).setName(name)));
    graph.inputs().forEach(i -> proto.addInput(value(i)));
    graph.outputs().forEach(o -> proto.addOutput(value(o)));
    return model.build();
  }

  private NodeProto node(Node node) {
    NodeProto.Builder proto =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(node.opType())
            .setDomain(node.domain())
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    UnknownFieldSet.Field.Builder opaque = UnknownFieldSet.Field.newBuilder();
    node.attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof Attribute.Opaque o) {
                opaque.addLengthDelimited(
                    UnsafeByteOperations.unsafeWrap(o.attributeProto().duplicate()));
              } else {
                proto.addAttribute(attribute(value).setName(name));
              }
            });
    // Bytes under the number of a field are that field for every reader: no need to parse them.
    proto.setUnknownFields(
        UnknownFieldSet.newBuilder()
            .addField(NodeProto.ATTRIBUTE_FIELD_NUMBER, opaque.build())
            .build());
    return proto.build();
  }

  private AttributeProto.Builder attribute(Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder();
    if (attribute instanceof Attribute.IntValue i) {
      proto.setType(AttributeType.INT).setI(i.value());
    } else if (attribute instanceof Attribute.FloatValue f) {
      proto.setType(AttributeType.FLOAT).setF(f.value());
    } else if (attribute instanceof Attribute.Text t) {
      proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(t.value()));
    } else if (attribute instanceof Attribute.TensorValue t) {
      proto.setType(AttributeType.TENSOR).setT(tensor(t.value()));
    } else if (attribute instanceof Attribute.Ints i) {
      proto.setType(AttributeType.INTS).addAllInts(i.values());
    } else if (attribute instanceof Attribute.Floats f) {
      proto.setType(AttributeType.FLOATS).addAllFloats(f.values());
    } else if (attribute instanceof Attribute.Texts t) {
      List<ByteString> texts = t.values().stream().map(ByteString::copyFromUtf8).toList();
      proto.setType(AttributeType.STRINGS).addAllStrings(texts);
    } else {
      throw new IllegalArgumentException("opaque attributes are written as they are");
    }
    return proto;
  }

  private TensorProto.Builder tensor(Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setDataType(tensor.dataType().onnx())
            .setRawData(elements.apply(tensor));
    for (long size : tensor.shape().sizes()) {
      proto.addDims(size);
    }
    return proto;
  }

  private static ValueInfoProto value(ValueInfo value) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(value.dataType().onnx());
    value
        .dimensions()
        .ifPresent(
            dimensions -> {
              TensorShapeProto.Builder shape = type.getShapeBuilder();
              dimensions.forEach(d -> shape.addDim(dimension(d)));
            });
    return ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static TensorShapeProto.Dimension.Builder dimension(Dimension dimension) {
    TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
    if (dimension instanceof Dimension.Fixed fixed) {
      proto.setDimValue(fixed.size());
    } else if (dimension instanceof Dimension.Symbol symbol && !symbol.name().isEmpty()) {
      proto.setDimParam(symbol.name());
    }
    return proto;
  }
}
