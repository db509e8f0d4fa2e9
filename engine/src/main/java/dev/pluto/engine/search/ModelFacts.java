package dev.pluto.engine.search;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.task.OutputMeaning;
import java.util.List;
import java.util.Map;

/** The model and the chip as search operators see them. */
public record ModelFacts(
    Graph graph,
    Map<String, TensorType> types,
    List<ChannelGroup> channelGroups,
    List<Refusal> fixedChannels,
    Capabilities capabilities,
    List<OutputMeaning> outputs,
    boolean supportsInt8,
    boolean supportsInt4)
    implements SearchContext {
  /** What operators see of a graph on a target with these capabilities. */
  public static ModelFacts of(
      Graph graph,
      Types types,
      ChannelFacts facts,
      Capabilities capabilities,
      List<OutputMeaning> outputs) {
    return new ModelFacts(
        graph,
        types.types(),
        facts.groups(),
        facts.fixed(),
        capabilities,
        outputs,
        OnnxWriter.supportsInt8(graph),
        OnnxWriter.supportsInt4(graph));
  }
}
