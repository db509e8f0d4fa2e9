package dev.pluto.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option that fixes shapes of inputs. */
final class InputShapeOptions {
  @Option(
      names = "--input-shape",
      paramLabel = "NAME=SHAPE",
      description =
          "Shape of an input with dynamic sizes, such as image=1x3x128x128; costs refer to it."
              + " Can be repeated.")
  private Map<String, String> shapes = new LinkedHashMap<>();

  Map<String, String> written() {
    return shapes;
  }
}
