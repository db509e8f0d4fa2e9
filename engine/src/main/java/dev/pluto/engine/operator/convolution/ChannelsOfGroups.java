package dev.pluto.engine.operator.convolution;

import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import java.util.List;

/** How the channels of a grouped convolution lie: group after group, all of them equally wide. */
final class ChannelsOfGroups {
  private ChannelsOfGroups() {}

  /**
   * Says that the same channel of all groups goes together, or a group with all that it reads and
   * makes.
   *
   * @param in channels of the input
   * @param inOfOne those that one group reads
   * @param out channels of the output
   * @param outOfOne those that one group makes
   */
  static void trace(
      ChannelTracer tracer, Channels in, Channels inOfOne, Channels out, Channels outOfOne) {
    int count = in.size() / inOfOne.size();
    Channels groups = tracer.unnamed(count);
    tracer.multiply(in, List.of(groups, inOfOne));
    tracer.multiply(out, List.of(groups, outOfOne));
    if (count > 1) {
      tracer.countsInAttribute("group", groups);
    }
  }
}
