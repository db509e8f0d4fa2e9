package dev.pluto.plugins.sequence;

import dev.pluto.plugins.sequence.audio.Alignment;
import dev.pluto.plugins.sequence.audio.AudioOptions;
import dev.pluto.plugins.sequence.audio.AudioOptions.Features;
import dev.pluto.plugins.sequence.audio.AudioOptions.Logarithm;
import dev.pluto.plugins.sequence.audio.MelScale;
import dev.pluto.plugins.sequence.audio.WavBytes;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Made-up samples, and requests of models for them. */
final class MadeUp {
  static final AudioOptions AUDIO = audio(Features.AUTO);
  static final AugmentOptions USUAL =
      new AugmentOptions(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());
  static final SequenceOptions OPTIONS = options(Optional.empty(), List.of());

  private MadeUp() {}

  static AudioOptions audio(Features features) {
    return new AudioOptions(
        features,
        OptionalInt.empty(),
        25,
        10,
        OptionalInt.empty(),
        OptionalInt.empty(),
        20,
        OptionalDouble.empty(),
        MelScale.HTK,
        1e-6,
        Logarithm.NATURAL,
        false);
  }

  static SequenceOptions options(Optional<String> validate, List<String> classes) {
    return new SequenceOptions(
        validate,
        "([^_]+)_.+",
        classes,
        OptionalInt.empty(),
        Layout.AUTO,
        Alignment.CENTRE,
        0,
        0.1,
        AUDIO,
        USUAL);
  }

  /** A value with a batch axis; a size below 0 stands for one that the caller chooses. */
  static ValueInfo value(String name, long... sizes) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Dimension.Symbol("batch")));
    for (long size : sizes) {
      dimensions.add(size < 0 ? new Dimension.Symbol("any") : new Dimension.Fixed(size));
    }
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }

  static DataRequest request(Path path, String format, int classes, long... input) {
    return new DataRequest(
        path,
        Optional.empty(),
        format,
        OptionalInt.empty(),
        1,
        List.of(value("x", input)),
        List.of(value("scores", classes)));
  }

  /** Tones of a pitch and all lengths, the pitch by the label. */
  static void tone(Path file, int rate, int label, int index) {
    WavBytes.write(file, WavBytes.tone(rate, 300 + 400.0 * label, rate / 4 + 37 * index));
  }
}
