package dev.pluto.engine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Loads the native library of ONNX Runtime, once per process. Left to itself it unpacks into a
 * folder that it cannot delete again; unpacked here, the folder goes when the process ends.
 */
public final class OnnxRuntimeLibrary {
  /**
   * ONNX Runtime matches the command line of the process against a regular expression, recursively:
   * about 200 bytes of stack per character. With a long class path the usual stack of 1 MiB
   * overflows, which kills the process. Pages that are not touched cost nothing.
   */
  private static final long STACK_BYTES = 1L << 29;

  private static final String PATH_PROPERTY = "onnxruntime.native.path";

  /** Apart, so that the thread that loads does not wait for the initialization of its own class. */
  private static final class Loaded {
    private static final OrtEnvironment ENVIRONMENT = load();
  }

  private OnnxRuntimeLibrary() {}

  /**
   * The environment, with the native library loaded. To be called before anything else touches ONNX
   * Runtime.
   */
  public static OrtEnvironment environment() {
    return Loaded.ENVIRONMENT;
  }

  private static OrtEnvironment load() {
    if (System.getProperty(PATH_PROPERTY) == null) {
      try {
        unpack();
      } catch (IOException e) {
        throw new UncheckedIOException("ONNX Runtime's library cannot be unpacked", e);
      }
    }
    FutureTask<OrtEnvironment> loading =
        new FutureTask<>(
            // Errors come as exceptions too; a log would only repeat them on the console.
            () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "pluto"));
    new Thread(null, loading, "pluto-onnxruntime", STACK_BYTES).start();
    try {
      return loading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ONNX Runtime was loaded", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime cannot be loaded", e.getCause());
    }
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
