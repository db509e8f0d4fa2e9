package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.files.NamePattern;
import dev.pluto.plugins.sequence.audio.Alignment;
import dev.pluto.plugins.sequence.audio.AudioOptions;
import dev.pluto.spi.Option;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Options of the task; see the descriptions of the components. */
public record SequenceOptions(
    @Option(
            description =
                "Which files are the test part: a pattern of file names or of paths in the data, with"
                    + " * ? [] {}, such as '*_[0-4].wav', or a regular expression behind 'regex:';"
                    + " left out: the data's own",
            defaultValue = "")
        Optional<String> validate,
    @Option(
            description =
                "Regular expression of file names in a flat folder, whose first group is the label",
            defaultValue = "([^_]+)_.+")
        String labelPattern,
    @Option(
            description =
                "Names of the classes in the order of the model's outputs; empty for the order of"
                    + " names, of numbers where all are whole numbers",
            defaultValue = "[]")
        List<String> classes,
    @Option(
            description =
                "Time steps (frames) to which sequences are brought where the model leaves that open,"
                    + " above 0; left out: the median of the training data",
            defaultValue = "")
        OptionalInt length,
    @Option(
            description =
                "Which axis of the model's input is time: time-first, features-first, or auto",
            defaultValue = "auto")
        Layout layout,
    @Option(
            description =
                "Where sequences that are too long are cut, and those too short filled up: centre, or"
                    + " start, which keeps the start",
            defaultValue = "centre")
        Alignment align,
    @Option(
            description =
                "Value, before scaling, that fills up arrays and tables; sound is filled up with"
                    + " silence",
            defaultValue = "0")
        double padding,
    @Option(
            description =
                "Share of the probability that training spreads over all classes, 0 to below 1",
            defaultValue = "0")
        double labelSmoothing,
    @Option(description = "How sound becomes features", defaultValue = "{}") AudioOptions audio,
    @Option(description = "How training varies sequences", defaultValue = "{}")
        AugmentOptions augment) {
  /** Refuses values outside their ranges. */
  public SequenceOptions {
    classes = List.copyOf(classes);
    require(length.isEmpty() || length.getAsInt() > 0, "length must be above 0");
    require(labelSmoothing >= 0 && labelSmoothing < 1, "labelSmoothing must be from 0 to below 1");
    require(Float.isFinite((float) padding), "padding must be a finite number");
    require(classes.stream().distinct().count() == classes.size(), "classes names a class twice");
    try {
      require(
          Pattern.compile(labelPattern).matcher("").groupCount() >= 1,
          "labelPattern has no group, such as ([^_]+)_.+");
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("labelPattern: " + e.getMessage(), e);
    }
    validate.ifPresent(NamePattern::of);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
