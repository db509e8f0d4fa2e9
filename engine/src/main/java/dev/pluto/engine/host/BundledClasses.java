package dev.pluto.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Looks for classes of Pluto itself in an unpacked plugin. */
final class BundledClasses {
  private static final List<String> OWN = List.of("dev/pluto/spi/", "dev/pluto/engine/");

  private BundledClasses() {}

  /** Why the plugin can't be accepted, if it can't. */
  static Optional<String> findIn(Path plugin) throws IOException {
    for (String own : OWN) {
      if (Files.isDirectory(plugin.resolve("classes").resolve(own))) {
        return Optional.of(refusal(own, "classes/"));
      }
    }
    Path libraries = plugin.resolve("lib");
    if (!Files.isDirectory(libraries)) {
      return Optional.empty();
    }
    List<Path> jars;
    try (Stream<Path> files = Files.list(libraries)) {
      jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
    for (Path jar : jars) {
      Optional<String> own = ownPackageIn(jar);
      if (own.isPresent()) {
        return Optional.of(refusal(own.get(), "lib/" + jar.getFileName()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ownPackageIn(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return OWN.stream()
          .filter(own -> file.stream().anyMatch(e -> e.getName().startsWith(own)))
          .findFirst();
    } catch (IOException e) {
      throw new IOException("lib/" + jar.getFileName() + " is no jar: " + e.getMessage(), e);
    }
  }

  private static String refusal(String own, String where) {
    String name = own.substring(0, own.length() - 1).replace('/', '.');
    return "bundles " + name + " (" + where + "): a plugin must take it from Pluto ('provided')";
  }
}
