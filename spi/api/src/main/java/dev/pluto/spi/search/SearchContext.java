package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.task.OutputMeaning;
import java.util.List;
import java.util.Map;

/** The model and the chip, as a search operator sees them. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface SearchContext {
  /**
   * The model: as it was given while structures are proposed, afterwards with the alternatives as
   * branches that meet in {@link dev.pluto.spi.graph.Choice} nodes.
   */
  Graph graph();

  /** Types of all values and initializers at the shape that costs refer to (batch 1). */
  Map<String, TensorType> types();

  /** Channel groups that may be narrowed. */
  List<ChannelGroup> channelGroups();

  /** Channels that can't be removed, with the reason. */
  List<Refusal> fixedChannels();

  /** What the chip can run. */
  Capabilities capabilities();

  /** What the outputs mean, in graph order. */
  List<OutputMeaning> outputs();

  /** Whether the file can carry 8-bit integers (its operators have a form in opset 13). */
  boolean supportsInt8();

  /** Whether the file can carry 4-bit integers (its operators have a form in opset 21). */
  boolean supportsInt4();
}
