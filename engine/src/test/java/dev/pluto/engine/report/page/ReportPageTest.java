package dev.pluto.engine.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.engine.Pluto;
import dev.pluto.engine.PlutoSettings;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page says what the files say, is made of nothing else, and can't be turned against a reader.
 */
class ReportPageTest {
  private static final Pattern LOADS =
      Pattern.compile(
          "(?i)\\s(src|href|srcset|data|action|poster)\\s*=|url\\(|@import|<script|<link");

  @TempDir private Path temporary = Path.of("");

  private Path run(String suffix) {
    Path folder = temporary.resolve("run");
    new RunFiles(suffix).write(folder);
    return folder;
  }

  private static String page(Path folder) {
    return new ReportPage(FinishedRun.read(folder)).html();
  }

  @Test
  void numbersAndWordsOfTheRunAppear() {
    assertThat(page(run("")))
        .contains("resnet8.onnx for onnxruntime-cpu")
        .contains("classification, 10,000 validation samples")
        .contains("All 2 budgets are met.")
        .contains("top-1 is worse by 0.0042: 0.9126 before, 0.9084 after.")
        .contains("9.57 M", "4.14 M", "334 kB", "144 kB", "43.2 %")
        .contains("1.94 ms", "0.837 ms", "measured")
        .contains("with 95 % confidence")
        .contains("does not bind: more of it would buy nothing")
        .contains("19 of 24 decisions changed the model.", "5 decided to stay as given")
        .contains("3 left alone, with reasons", "classifier, logits")
        .contains("by 0.000188 on average and 0.00420 at most", "In 99.6 % of the samples")
        .contains("212.4", "image 1×3×32×32", "onnxruntime 1.29.0", "models/resnet8.onnx")
        .contains("<polyline", "Budgets during the search: latency goes from");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</style></title></pre><iframe src=\"//example.org\">",
      })
  void hostileNamesStayText(String hostile) {
    String page = page(run(hostile));
    assertThat(page).doesNotContain(hostile, "<script", "<img", "<iframe", "' onmouseover");
    assertThat(tags(page)).isEqualTo(tags(pageOfAnother("")));
  }

  private String pageOfAnother(String suffix) {
    Path folder = temporary.resolve("another");
    new RunFiles(suffix).write(folder);
    return page(folder);
  }

  /** Every tag without its attributes, in order. */
  private static List<String> tags(String page) {
    return Pattern.compile("</?[A-Za-z0-9!]+").matcher(page).results().map(r -> r.group()).toList();
  }

  @Test
  void charactersThatReorderOrBreakThePageAreReplaced() {
    assertThat(page(run("\u202Egnp.\u0000\u001B")))
        .contains("resnet8.onnx\uFFFDgnp.\uFFFD\uFFFD")
        .doesNotContain("\u202E", "\u0000", "\u001B");
  }

  @Test
  void nothingIsLoaded() {
    String page = page(run(""));
    assertThat(LOADS.matcher(page).find()).isFalse();
    assertThat(page).contains("default-src &#39;none&#39;").doesNotContain("http://", "https://");
    assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200_000);
  }

  @Test
  void idsAreUniqueAndLabelsFindThem() {
    String page = page(run(""));
    List<String> ids = values(" id=\"([^\"]*)\"", page);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(values("aria-labelledby=\"([^\"]*)\"", page));
  }

  private static List<String> values(String pattern, String page) {
    return Pattern.compile(pattern).matcher(page).results().map(r -> r.group(1)).toList();
  }

  @Test
  void theEngineMakesTheSamePageAgain() throws IOException {
    Path folder = run("");
    String first = page(folder);
    try (Pluto pluto =
        Pluto.open(new PlutoSettings(List.of(), List.of(), temporary.resolve("cache")))) {
      assertThat(pluto.report(folder)).isEqualTo(folder.resolve("report.html"));
      assertThat(folder.resolve("report.html")).content().isEqualTo(first);
    }
  }

  @Test
  void aRunWithoutCurvesHasAPage() throws IOException {
    Path folder = run("");
    Files.writeString(folder.resolve("events.jsonl"), "");
    assertThat(page(folder)).contains("The run was too short for curves.");
  }

  @Test
  void aTornLineIsPassedOverAndAStageThatBeganAgainCountsFromThere() throws IOException {
    Path folder = run("");
    Files.writeString(
        folder.resolve("events.jsonl"),
        """
        {"event":"progress","sta{"event":"stage-started","stage":"recover","steps":50}
        {"event":"stage-started","stage":"recover","steps":50}
        {"event":"progress","stage":"recover","step":25,"loss":7.5}
        {"event":"progress","stage":"recover","step":50,"loss":2.5}
        """,
        StandardOpenOption.APPEND);
    assertThat(page(folder)).contains("loss goes from 7.5 at step 25 to 2.5 at step 50");
  }

  @Test
  void allMissingFilesAreNamed() throws IOException {
    Path folder = run("");
    Files.delete(folder.resolve("report.json"));
    Files.delete(folder.resolve("events.jsonl"));
    assertThatThrownBy(() -> FinishedRun.read(folder))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ProblemException.Kind.USAGE);
              assertThat(e.problems()).hasSize(2);
            })
        .hasMessageContaining("report.json: is missing")
        .hasMessageContaining("events.jsonl: is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report.json | {}",
        "report.json | {\"model\": ",
        "report.json | null",
        "report.json | []",
        "certificate.json | {\"file\": \"model.onnx\"}",
      })
  void damagedFilesAreNamed(String name, String content) throws IOException {
    Path folder = run("");
    Files.writeString(folder.resolve(name), content);
    assertThatThrownBy(() -> FinishedRun.read(folder))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(name);
  }

  @Test
  void aCertificateOfAnotherFileIsRefused() throws IOException {
    Path folder = run("");
    Path certificate = folder.resolve("certificate.json");
    Files.writeString(certificate, Files.readString(certificate).replace("3f3f", "3f3e"));
    assertThatThrownBy(() -> FinishedRun.read(folder))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is of another file");
  }
}
