package dev.pluto.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a package may use besides the JDK and itself, as its package-info says in the sentence that
 * begins with "May use". The words of the sentence are names of packages, as in "the cost and
 * operator.base packages", full names of packages, and the words below.
 */
final class StatedUses {
  private static final Pattern SENTENCE =
      Pattern.compile("(?:^|[.;]\\s+)[Mm]ay use (.+?)[.;](?:\\s|$)");

  private static final Pattern SPI_PACKAGES = Pattern.compile("SPI's ([a-z]+) package");

  private static final Pattern NAME = Pattern.compile("[a-z]+(?:\\.[a-z]+)*");

  /**
   * Packages, and with a capital letter at the end single classes, by the words that allow them.
   */
  private static final Map<Pattern, Set<String>> WORDS =
      Map.ofEntries(
          word("SPI(?!')", "dev.pluto.spi..", "ai.djl.ndarray..", "org.pf4j.Extension*"),
          word("PF4J's ExtensionPoint", "org.pf4j.ExtensionPoint"),
          word("PF4J(?!')", "org.pf4j.."),
          word("Guice", "com.google.inject..", "jakarta.inject.."),
          word("DJL's NDArray", "ai.djl.ndarray.."),
          word("DJL(?!')", "ai.djl.."),
          word("ONNX Runtime", "ai.onnxruntime.."),
          word("protobuf", "ai.onnx.proto..", "com.google.protobuf.."),
          word("jakarta.inject", "jakarta.inject.."),
          word("SnakeYAML", "org.yaml.snakeyaml.."),
          word("Jackson", "com.fasterxml.jackson.."),
          word("Hipparchus", "org.hipparchus.."),
          word("Commons CSV", "org.apache.commons.csv.."),
          word("picocli", "picocli.."),
          word("JLine", "org.jline.."),
          word("progressbar library", "me.tongfei.progressbar.."),
          word("SLF4J", "org.slf4j.."),
          word("testkit", "dev.pluto.testkit"),
          word("image library", "dev.pluto.plugins.images"),
          word("sample library", "dev.pluto.plugins.samples.."),
          word("JTransforms", "org.jtransforms.."),
          word("Commons CSV", "org.apache.commons.csv.."));

  private final List<String> allowed =
      new ArrayList<>(List.of("java..", "javax..", "org.jspecify.."));

  private static Map.Entry<Pattern, Set<String>> word(String word, String... classes) {
    return Map.entry(Pattern.compile("\\b" + word), Set.of(classes));
  }

  private StatedUses(String root, String sentence) {
    WORDS.forEach(
        (word, classes) -> {
          if (word.matcher(sentence).find()) {
            allowed.addAll(classes);
          }
        });
    if (sentence.contains("every other package") || sentence.contains("every package")) {
      allowed.add(root + "..");
    }
    Matcher names = NAME.matcher(sentence);
    while (names.find()) {
      String name = names.group();
      allowed.add(name.startsWith("dev.pluto.") ? name : root + "." + name);
    }
    Matcher ofSpi = SPI_PACKAGES.matcher(sentence);
    while (ofSpi.find()) {
      allowed.add("dev.pluto.spi");
      allowed.add("dev.pluto.spi." + ofSpi.group(1));
    }
  }

  /**
   * Reads the sentence of one package.
   *
   * @param root the package that short names refer to
   */
  static StatedUses of(Path sources, String root, String ofPackage) {
    Path file = sources.resolve(ofPackage.replace('.', '/')).resolve("package-info.java");
    try {
      String text = Files.readString(file);
      String comment =
          text.substring(text.indexOf("/**") + 3, text.indexOf("*/"))
              .replaceAll("\\n\\s*\\* ?", " ")
              .replaceAll("\\{@\\w+ ([^}]*)}", "$1")
              .strip();
      Matcher sentence = SENTENCE.matcher(comment);
      if (!sentence.find()) {
        throw new AssertionError(file + " does not say what the package may use");
      }
      return new StatedUses(root, sentence.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the sentence allows a class. */
  boolean allow(String packageName, String className) {
    return allowed.stream().anyMatch(pattern -> matches(pattern, packageName, className));
  }

  private static boolean matches(String pattern, String packageName, String className) {
    if (pattern.endsWith("..")) {
      return (packageName + ".").startsWith(pattern.substring(0, pattern.length() - 1));
    }
    if (pattern.endsWith("*")) {
      return className.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return pattern.equals(packageName) || pattern.equals(className);
  }
}
