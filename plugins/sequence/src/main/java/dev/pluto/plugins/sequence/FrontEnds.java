package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.Problems;
import dev.pluto.plugins.sequence.audio.AudioOptions;
import dev.pluto.plugins.sequence.audio.AudioOptions.Features;
import dev.pluto.plugins.sequence.audio.Resampling;
import dev.pluto.plugins.sequence.audio.Spectrogram;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Decides from model, data and options how recordings become features. */
final class FrontEnds {
  private static final int USUAL_BANDS = 40;
  private static final int USUAL_COEFFICIENTS = 13;

  private FrontEnds() {}

  /**
   * Decides.
   *
   * @param training decides what the options leave open
   * @param validation must be of the same kind
   * @throws ProblemException (usage) if the recordings do not fit the model or each other
   */
  static FrontEnd of(
      List<LabelledRecording> training,
      List<LabelledRecording> validation,
      SequenceInput input,
      SequenceOptions options) {
    if (options.length().isPresent()
        && input.steps().isPresent()
        && !options.length().equals(input.steps())) {
      throw refused(
          "task.options.length",
          "the model takes %d time steps".formatted(input.steps().getAsInt()));
    }
    OptionalInt steps = input.steps().isPresent() ? input.steps() : options.length();
    if (training.get(0).recording() instanceof Recording.Sound first) {
      Problems problems = new Problems();
      requireSound(training, problems);
      requireSound(validation, problems);
      problems.refuse();
      return sound(training, first, steps, input, options);
    }
    int width = training.get(0).recording().width();
    Problems problems = new Problems();
    requireWidth(training, width, input, problems);
    requireWidth(validation, width, input, problems);
    problems.refuse();
    int length = steps.orElseGet(() -> median(training));
    return new NumbersFrontEnd(length, width, options.align(), (float) options.padding());
  }

  private static void requireSound(List<LabelledRecording> recordings, Problems problems) {
    for (LabelledRecording recording : recordings) {
      if (!(recording.recording() instanceof Recording.Sound)) {
        problems.add(recording.name(), "it is no sound file, as the first one is", "");
      }
    }
  }

  private static void requireWidth(
      List<LabelledRecording> recordings, int width, SequenceInput input, Problems problems) {
    for (LabelledRecording recording : recordings) {
      int found = recording.recording().width();
      if (recording.recording() instanceof Recording.Sound) {
        problems.add(recording.name(), "it is a sound file, and the first one is not", "");
      } else if (!input.takes(found) || found != width) {
        problems.add(
            recording.name(),
            "it has %d features per time step".formatted(found),
            "%d, as the model or the first sequence has".formatted(input.features().orElse(width)));
      }
    }
  }

  private static int median(List<LabelledRecording> recordings) {
    int[] lengths = recordings.stream().mapToInt(r -> r.recording().steps()).sorted().toArray();
    return lengths[(lengths.length - 1) / 2];
  }

  private static FrontEnd sound(
      List<LabelledRecording> training,
      Recording.Sound first,
      OptionalInt steps,
      SequenceInput input,
      SequenceOptions options) {
    AudioOptions audio = options.audio();
    int rate = audio.sampleRate().orElse(first.file().rate());
    Features features =
        audio.features() != Features.AUTO
            ? audio.features()
            : input.features().equals(OptionalInt.of(1)) ? Features.WAVEFORM : Features.LOG_MEL;
    boolean cepstral = features == Features.MFCC;
    Optional<Spectrogram> spectrogram = Optional.empty();
    if (features == Features.WAVEFORM) {
      if (!input.takes(1)) {
        throw refused(
            "task.options.audio.features",
            "the model takes %d features per time step, a waveform has one"
                .formatted(input.features().orElse(1)));
      }
    } else {
      int usual = cepstral ? USUAL_COEFFICIENTS : audio.bands().orElse(USUAL_BANDS);
      int width = input.features().orElse(usual);
      if (!cepstral && audio.bands().isPresent() && width != audio.bands().getAsInt()) {
        throw refused(
            "task.options.audio.bands", "the model takes %d features per frame".formatted(width));
      }
      try {
        spectrogram = Optional.of(new Spectrogram(audio, rate, width, cepstral));
      } catch (IllegalArgumentException e) {
        throw refused("task.options", String.valueOf(e.getMessage()));
      }
    }
    int samples = Math.max(1, new Resampling(first.file().rate(), rate).length(median(training)));
    Optional<Spectrogram> frames = spectrogram;
    int length = steps.orElseGet(() -> frames.map(s -> s.frames(samples)).orElse(samples));
    return new SoundFrontEnd(
        rate, length, options.align(), spectrogram, features, audio.logarithm().perNatural());
  }

  private static ProblemException refused(String place, String what) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what));
  }
}
