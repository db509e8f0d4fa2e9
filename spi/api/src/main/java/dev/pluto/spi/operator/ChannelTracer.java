package dev.pluto.spi.operator;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Collects what operators say about channels. Values and initializers are addressed alike, by name.
 * Whatever no operator ties, contracts or lists with {@link #carry} is fixed.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ChannelTracer {
  /** Version of the operator set of the node's domain. */
  long opset();

  /** Type of a value or initializer. */
  TensorType type(String tensor);

  /** Elements of a constant. */
  Optional<Tensor> constant(String tensor);

  /** Whether the name is an initializer whose slices can be removed. */
  boolean isInitializer(String tensor);

  /** The channels along an axis of a value or an initializer; negative axes count from the end. */
  Channels channels(String tensor, int axis);

  /**
   * Says that index {@code i} of both is one channel: kept together or removed together.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  void tie(Channels a, Channels b);

  /** New channels that no axis has alone, such as the groups of a convolution. */
  Channels unnamed(int size);

  /**
   * Says that {@code combinations} runs through all combinations of the channels of the factors,
   * those of the last one fastest, as an axis does into which others were reshaped. With a channel
   * of a factor all of its combinations go, and no combination goes otherwise.
   *
   * @throws IllegalArgumentException if the sizes do not multiply up
   */
  void multiply(Channels combinations, List<Channels> factors);

  /**
   * Says that the node handles the axis channel by channel, so that it may shrink. An axis of a
   * value is fixed unless both its producer and every consumer carry it (or contract it).
   */
  void carry(String tensor, int axis);

  /** Says that an initializer makes the channels of this axis (carries it too). */
  void produces(String initializer, int axis);

  /**
   * Says that the node multiplies the channels with this axis of an initializer and sums them away:
   * zeros there make the channel vanish exactly (carries it too).
   */
  void contracts(String initializer, int axis);

  /** Says that these channels can't be removed, and why. */
  void fix(Channels channels, String reason);

  /**
   * Says that an integer attribute of the node counts these channels, so that it shrinks with them
   * (the groups of a depthwise convolution).
   */
  void countsInAttribute(String attribute, Channels channels);

  /**
   * Says that an entry of an attribute that is a list of integers counts these channels (the sizes
   * of a Split in older operator sets).
   */
  void countsInAttribute(String attribute, int index, Channels channels);

  /**
   * Says that an entry of a constant integer vector counts these channels (a Reshape target, the
   * sizes of a Split). An entry that counts backwards from the end becomes one from the front.
   */
  void countsInConstant(String initializer, int index, Channels channels);
}
