package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.plugins.sequence.audio.WavFile;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;

/** A sequence that can be read; may be read from several threads. */
sealed interface Recording {
  /** Number of time steps, of sound samples. */
  int steps();

  /** Values per step. */
  int width();

  /**
   * All values, step by step; nobody changes them.
   *
   * @throws dev.pluto.spi.ProblemException if they can't be read
   */
  float[] values();

  /** A sound file. */
  record Sound(WavFile file) implements Recording {
    @Override
    public int steps() {
      return file.frames();
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public float[] values() {
      return file.samples();
    }
  }

  /**
   * A part of an array.
   *
   * @param index of the part
   * @param timeFirst whether the array has time before the features
   */
  record Slice(NumpyArray array, long index, int steps, int width, boolean timeFirst)
      implements Recording {
    @Override
    public float[] values() {
      Shape shape = Shape.of((long) steps * width);
      float[] stored = array.part(index, shape, DataType.FLOAT).floats();
      if (timeFirst || width == 1) {
        return stored;
      }
      float[] values = new float[stored.length];
      for (int f = 0; f < width; f++) {
        for (int t = 0; t < steps; t++) {
          values[t * width + f] = stored[f * steps + t];
        }
      }
      return values;
    }
  }

  /** Numbers in memory. */
  @SuppressWarnings("ArrayRecordComponent") // data: no boxed lists, never compared
  record Numbers(int width, float[] values) implements Recording {
    @Override
    public int steps() {
      return values.length / width;
    }
  }
}
