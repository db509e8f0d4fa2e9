package dev.pluto.engine.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.metric.MetricType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {
  private final Path plugins;
  private final Path cache;
  private final PluginArchives archives;

  PluginHostTest(@TempDir Path folder) {
    plugins = folder.resolve("plugins");
    cache = folder.resolve("cache");
    archives = new PluginArchives(folder);
  }

  @BeforeEach
  void folder() throws IOException {
    Files.createDirectories(plugins);
  }

  private PluginHost open() {
    return open(Map.of());
  }

  private PluginHost open(Map<Class<?>, Object> services) {
    return PluginHost.open(List.of(plugins), cache, services);
  }

  private void metricPlugin(String file, String id, String metric) throws IOException {
    archives.write(
        plugins.resolve(file), id, Map.of("Sample", PluginArchives.metric("Sample", metric)));
  }

  private static List<String> metrics(PluginHost host) {
    return host.metrics().stream().map(m -> m.metric().id()).toList();
  }

  private static String problemOf(PluginHost host, String archive) {
    return host.statuses().stream()
        .filter(s -> s.archive().equals(archive))
        .findFirst()
        .flatMap(PluginStatus::problem)
        .orElse("none");
  }

  @Test
  void loadsWhatIsThereAndForgetsWhatIsRemoved() throws IOException {
    metricPlugin("a.zip", "a", "dram");
    metricPlugin("b.zip", "b", "price");
    try (PluginHost host = open()) {
      assertThat(metrics(host)).containsExactly("dram", "price");
      assertThat(host.statuses().get(0))
          .isEqualTo(
              new PluginStatus(
                  "a", "1.0.0", "", "a.zip", List.of("metric dram"), Optional.empty()));
    }
    Files.delete(plugins.resolve("a.zip"));
    try (PluginHost host = open()) {
      assertThat(metrics(host)).containsExactly("price");
    }
    metricPlugin("a.zip", "a", "dram-2");
    try (PluginHost host = open()) {
      assertThat(metrics(host)).containsExactly("dram-2", "price");
    }
  }

  @Test
  void aFolderThatIsNotThereHasNoPlugins() {
    try (PluginHost host = PluginHost.open(List.of(plugins.resolve("none")), cache, Map.of())) {
      assertThat(host.statuses()).isEmpty();
    }
  }

  @Test
  void unpacksAnUnchangedArchiveOnce() throws IOException {
    metricPlugin("a.zip", "a", "dram");
    open().close();
    Path unpacked;
    try (Stream<Path> folders = Files.list(cache.resolve("plugins"))) {
      unpacked = folders.findFirst().orElseThrow();
    }
    Path witness = Files.writeString(unpacked.resolve("witness"), "");
    open().close();
    assertThat(witness).exists();
    assertThat(cache.resolve("plugins")).isDirectoryContaining(f -> f.equals(unpacked));
    try (Stream<Path> folders = Files.list(cache.resolve("plugins"))) {
      assertThat(folders).hasSize(1);
    }
  }

  @Test
  void reportsTheBrokenAndLoadsTheRest() throws IOException {
    metricPlugin("good.zip", "good", "dram");
    Files.writeString(plugins.resolve("text.zip"), "no archive");
    PluginArchives.zip(plugins.resolve("empty.zip"), Map.of("readme.txt", new byte[0]));
    archives.write(
        plugins.resolve("throws.zip"),
        "throws",
        Map.of(
            "Fine",
            PluginArchives.metric("Fine", "fine"),
            "Throws",
            PluginArchives.metric("Throws", "x")
                .replace(
                    "{ return new Metric",
                    "{ if (true) throw new IllegalStateException(\"my fault is plain\"); return new Metric")));
    archives.write(plugins.resolve("none.zip"), "none", Map.of());

    try (PluginHost host = open()) {
      assertThat(metrics(host)).containsExactly("dram", "fine");
      assertThat(problemOf(host, "text.zip")).isEqualTo("is no zip archive");
      assertThat(problemOf(host, "empty.zip")).contains("plugin.properties");
      assertThat(problemOf(host, "throws.zip")).isEqualTo("sample.Throws: my fault is plain");
      assertThat(problemOf(host, "none.zip")).contains("no extensions");
      assertThat(problemOf(host, "good.zip")).isEqualTo("none");
    }
  }

  @Test
  void takesTheFirstOfTwoWithOneId() throws IOException {
    metricPlugin("a.zip", "same", "first");
    metricPlugin("b.zip", "same", "second");
    metricPlugin("c.zip", "other", "first");
    try (PluginHost host = open()) {
      assertThat(metrics(host)).containsExactly("first");
      assertThat(problemOf(host, "b.zip"))
          .isEqualTo("duplicate: a.zip is loaded under the same id 'same'");
      assertThat(problemOf(host, "c.zip"))
          .isEqualTo("sample.Sample: another plugin already provides metric first");
    }
  }

  @Test
  void refusesABundledSpi() throws IOException {
    byte[] spiClass;
    String name = "dev/pluto/spi/metric/MetricType.class";
    try (InputStream in = MetricType.class.getResourceAsStream("/" + name)) {
      spiClass = Objects.requireNonNull(in).readAllBytes();
    }
    archives.write(
        plugins.resolve("fat.zip"),
        PluginArchives.descriptor("fat", ""),
        Map.of("Sample", PluginArchives.metric("Sample", "fat")),
        Map.of(name, spiClass));
    try (PluginHost host = open()) {
      assertThat(host.metrics()).isEmpty();
      assertThat(problemOf(host, "fat.zip")).startsWith("bundles dev.pluto.spi (lib/sample.jar)");
    }
  }

  @Test
  void hidesTheEngineAndTheHostsLibraries() throws IOException {
    for (String type :
        List.of("dev.pluto.engine.host.Registry", "com.fasterxml.jackson.databind.ObjectMapper")) {
      String simple = type.substring(type.lastIndexOf('.') + 1);
      archives.write(
          plugins.resolve(simple + ".zip"),
          simple,
          Map.of(
              "Curious",
              PluginArchives.metric("Curious", simple)
                  .replace(
                      "{ return new Metric",
                      "{ try { Class.forName(\"%s\"); } catch (ClassNotFoundException e) { throw new IllegalStateException(e); } return new Metric"
                          .formatted(type))));
    }
    try (PluginHost host = open()) {
      assertThat(host.metrics()).isEmpty();
      assertThat(problemOf(host, "Registry.zip"))
          .contains("dev.pluto.engine.host.Registry is neither in the plugin nor visible");
      assertThat(problemOf(host, "ObjectMapper.zip")).contains("nor visible to plugins");
    }
  }

  @Test
  void refusesEntriesThatLeadOutOfTheArchive() throws IOException {
    PluginArchives.zip(plugins.resolve("slip.zip"), Map.of("../../slipped.txt", new byte[1]));
    try (PluginHost host = open()) {
      assertThat(problemOf(host, "slip.zip")).contains("leads out of the archive");
      assertThat(cache.resolve("slipped.txt")).doesNotExist();
      assertThat(plugins.resolve("slipped.txt")).doesNotExist();
    }
    try (Stream<Path> left = Files.list(cache.resolve("plugins"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesArchivesThatUnpackToTooMuch() throws IOException {
    Path bomb = PluginArchives.zip(plugins.resolve("bomb.zip"), Map.of("zeros", new byte[100_000]));
    ArchiveCache small = new ArchiveCache(cache, 50_000);
    assertThatThrownBy(() -> small.unpack(bomb))
        .isInstanceOf(IOException.class)
        .hasMessage("unpacks to more than 50000 bytes");
  }

  @Test
  void namesAMissingPluginThatAnotherOneNeeds() throws IOException {
    archives.write(
        plugins.resolve("needy.zip"),
        PluginArchives.descriptor("needy", "chip-model"),
        Map.of("Sample", PluginArchives.metric("Sample", "x")),
        Map.of());
    try (PluginHost host = open()) {
      assertThat(problemOf(host, "needy.zip"))
          .isEqualTo("needs plugin chip-model, which is not loaded");
    }
  }

  @Test
  void injectsTheServicesOfTheAllowListOnly() throws IOException {
    String injected =
        PluginArchives.metric("%s", "%s")
            .replace(
                "public Metric metric()",
                "@jakarta.inject.Inject public %s(%s service) {} public Metric metric()");
    archives.write(
        plugins.resolve("allowed.zip"),
        "allowed",
        Map.of("Good", injected.formatted("Good", "Good", "CharSequence", "good")));
    archives.write(
        plugins.resolve("greedy.zip"),
        "greedy",
        Map.of("Greedy", injected.formatted("Greedy", "Greedy", "Runnable", "greedy")));
    try (PluginHost host = open(Map.of(CharSequence.class, "service"))) {
      assertThat(metrics(host)).containsExactly("good");
      assertThat(problemOf(host, "greedy.zip")).contains("Runnable");
    }
  }

  @Test
  void aMissingNameListsTheOthersAndWhatFailed() throws IOException {
    metricPlugin("a.zip", "a", "dram");
    Files.write(plugins.resolve("b.zip"), "broken".getBytes(StandardCharsets.UTF_8));
    try (PluginHost host = open()) {
      assertThat(host.metric("dram", "x").metric().id()).isEqualTo("dram");
      assertThatThrownBy(() -> host.metric("drum", "budgets.drum"))
          .isInstanceOf(ProblemException.class)
          .hasMessage(
              "budgets.drum: no such metric: 'drum'; plugin b.zip was not loaded: is no zip archive"
                  + " (allowed: dram)");
    }
  }
}
