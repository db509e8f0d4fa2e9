package dev.pluto.engine.verify;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Loads the native library of ONNX Runtime, once per process. Left to itself it unpacks into a
 * folder that it cannot delete again; unpacked here, the folder goes when the process ends.
 */
final class OnnxRuntimeLibrary {
  private static final String PATH_PROPERTY = "onnxruntime.native.path";
  private static final OrtEnvironment ENVIRONMENT = load();

  private OnnxRuntimeLibrary() {}

  /** The environment, with the native library loaded. */
  static OrtEnvironment environment() {
    return ENVIRONMENT;
  }

  private static OrtEnvironment load() {
    if (System.getProperty(PATH_PROPERTY) == null) {
      try {
        unpack();
      } catch (IOException e) {
        throw new UncheckedIOException("ONNX Runtime's library cannot be unpacked", e);
      }
    }
    // Errors come as exceptions too; a log beside them would only repeat them on the console.
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "pluto");
  }

  private static void unpack() throws IOException {
    Path folder = Files.createTempDirectory("pluto-onnxruntime");
    // Deleted in reverse order of registration: the folder when it is empty.
    folder.toFile().deleteOnExit();
    for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      String file = System.mapLibraryName(library);
      String resource = "/ai/onnxruntime/native/" + platform() + "/" + file;
      try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("there is no library for " + platform());
        }
        Path target = folder.resolve(file);
        target.toFile().deleteOnExit();
        Files.copy(in, target);
      }
    }
    System.setProperty(PATH_PROPERTY, folder.toString());
  }

  /** The folder of this platform's libraries in ONNX Runtime's archive. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String os = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
    return os + (processor.equals("aarch64") ? "-aarch64" : "-x64");
  }
}
