package dev.pluto.cli.demo;

import dev.pluto.engine.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with a few images and an untrained network for them: enough for a quick run. */
public record SmallModel(Path folder) {
  private static final int PER_CLASS = 12;

  /** Writes the files. */
  public static SmallModel in(Path folder) {
    DemoFolder demo = new DemoFolder(folder);
    demo.writeImages("train", PER_CLASS, 1);
    demo.writeImages("test", PER_CLASS, 2);
    try {
      Files.write(
          demo.network(),
          OnnxWriter.write(
              ResidualNetwork.build(ImagePainter.SIDE, List.of(8, 16), Motif.values().length, 1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new SmallModel(folder);
  }

  /** The network. */
  public Path model() {
    return new DemoFolder(folder).network();
  }

  /** The images. */
  public Path images() {
    return new DemoFolder(folder).images();
  }
}
