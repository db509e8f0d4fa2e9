package dev.pluto.engine.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An integer in the model that counts channels and so shrinks with them.
 *
 * @param node name of the node that reads the integer
 * @param place where the integer stands
 * @param fixed counted channels that can't be removed
 * @param counted for every group (by id) the channels that are counted, as often as they are
 */
public record ChannelCount(
    String node, Place place, int fixed, Map<String, List<Integer>> counted) {
  /** Makes the map unmodifiable. */
  public ChannelCount {
    counted = Collections.unmodifiableMap(new LinkedHashMap<>(counted));
  }

  /** Where the integer stands. */
  public sealed interface Place {
    /** An integer attribute of the node. */
    record InAttribute(String attribute) implements Place {}

    /** An entry of an attribute that is a list of integers. */
    record InAttributeList(String attribute, int index) implements Place {}

    /** An entry of a constant vector that the node reads. */
    record InConstant(String initializer, int index) implements Place {}
  }
}
