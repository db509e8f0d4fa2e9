package dev.pluto.engine.host;

import java.util.List;

/**
 * All that plugins see of the host: the JDK and the packages of the SPI and of the libraries that
 * must not be loaded twice. Has no resources, so that a plugin never reads an index or a service
 * file of the host.
 */
final class SharedClassLoader extends ClassLoader {
  private static final List<String> PACKAGES =
      List.of(
          "dev.pluto.spi.",
          "ai.djl.",
          "ai.onnxruntime.",
          "com.google.inject.",
          "jakarta.inject.",
          "org.pf4j.",
          "org.slf4j.");

  private final ClassLoader host;

  SharedClassLoader(ClassLoader host) {
    super("pluto-shared", ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  /** Whether the host's class is used even if a plugin bundles its own. */
  static boolean shares(String className) {
    return PACKAGES.stream().anyMatch(className::startsWith);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!shares(name)) {
      throw new ClassNotFoundException(
          name + " is neither in the plugin nor visible to plugins (they see the SPI, not Pluto)");
    }
    return host.loadClass(name);
  }
}
