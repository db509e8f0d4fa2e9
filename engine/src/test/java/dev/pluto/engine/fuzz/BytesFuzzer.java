package dev.pluto.engine.fuzz;

/** Jazzer changes the bytes of model files. */
public final class BytesFuzzer {
  private BytesFuzzer() {}

  /** Called by Jazzer once. */
  public static void fuzzerInitialize() {
    Import.warmUp();
  }

  /** Called by Jazzer for every input that it makes up. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Import.accepts(bytes);
  }
}
