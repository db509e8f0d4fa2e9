package dev.pluto.engine.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles small plugins and packs them as Pluto's build does. */
final class PluginArchives {
  private final Path work;

  PluginArchives(Path work) {
    this.work = work;
  }

  /** A metric type as source code. */
  static String metric(String className, String id) {
    return """
    package sample;
    import dev.pluto.spi.metric.*;
    import java.util.Map;
    public class %s implements MetricType {
      public Metric metric() { return new Metric("%s", "B", "", Map.of("B", 1.0), Map.of()); }
      public Evaluation evaluation() { return new Evaluation.ByTarget(); }
    }
    """
        .formatted(className, id);
  }

  /** Writes a plugin whose sources are all extensions of package {@code sample}. */
  Path write(Path archive, String id, Map<String, String> sources) throws IOException {
    return write(archive, descriptor(id, ""), sources, Map.of());
  }

  /** Writes a plugin with more files in its jar. */
  Path write(Path archive, String descriptor, Map<String, String> sources, Map<String, byte[]> more)
      throws IOException {
    Map<String, byte[]> jar = new TreeMap<>(compile(sources));
    jar.putAll(more);
    String index =
        String.join("\n", sources.keySet().stream().map(name -> "sample." + name).toList());
    jar.put("META-INF/extensions.idx", index.getBytes(StandardCharsets.UTF_8));
    return zip(
        archive,
        Map.of(
            "plugin.properties",
            descriptor.getBytes(StandardCharsets.UTF_8),
            "lib/sample.jar",
            bytes(jar)));
  }

  static String descriptor(String id, String dependencies) {
    return "plugin.id=%s\nplugin.version=1.0.0\nplugin.dependencies=%s\n"
        .formatted(id, dependencies);
  }

  static Path zip(Path archive, Map<String, byte[]> entries) throws IOException {
    return Files.write(archive, bytes(entries));
  }

  private static byte[] bytes(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private Map<String, byte[]> compile(Map<String, String> sources) throws IOException {
    Path classes = Files.createTempDirectory(work, "classes");
    List<JavaFileObject> units =
        sources.entrySet().stream().map(e -> source(e.getKey(), e.getValue())).toList();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-proc:none", "-d", classes.toString());
    if (!compiler.getTask(null, null, null, options, null, units).call()) {
      throw new IllegalArgumentException("the sample plugin does not compile");
    }
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(classes)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static JavaFileObject source(String name, String text) {
    URI uri = URI.create("string:///sample/" + name + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
