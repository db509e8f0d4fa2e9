package dev.pluto.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells recipes from models: by name, and by content where the name says nothing. */
final class GivenFile {
  /** An ONNX file starts with its IR version, the first field of the message. */
  private static final int ONNX_FIRST_BYTE = 0x08;

  private GivenFile() {}

  static boolean isRecipe(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return true;
    }
    return !name.endsWith(".onnx") && Files.isRegularFile(file) && startsAsText(file);
  }

  private static boolean startsAsText(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      return first > ONNX_FIRST_BYTE;
    } catch (IOException unreadable) {
      return false; // whoever reads the model reports it
    }
  }
}
