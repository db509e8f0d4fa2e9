package dev.pluto.engine.search;

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
    boolean supportsInt4)
    implements SearchContext {}
