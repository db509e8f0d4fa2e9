package dev.pluto.engine.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {
  private final Path folder;

  RecipeReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(folder.resolve("models/net.onnx"), "x");
    Files.createDirectories(folder.resolve("data"));
  }

  private Path recipe(String text) throws IOException {
    return Files.writeString(folder.resolve("recipe.yaml"), text);
  }

  private static List<Problem> problems(Runnable reading) {
    ProblemException error = catchThrowableOfType(ProblemException.class, reading::run);
    assertThat(error).isNotNull();
    assertThat(error.kind()).isEqualTo(ProblemException.Kind.USAGE);
    return error.problems();
  }

  private static final String GOOD =
      """
      model: models/net.onnx
      task: {name: classification, data: {format: idx, path: data}}
      hardware: snapdragon-8-gen-3
      budgets: {latency: 60%, storage: 25%, macs: 300000000}
      operators:
        pruning:
        quantization: {precisions: [w8a8, w8a16]}
      search: {epochs: 6, batch: 64, seed: 9}
      recover: {epochs: 4}
      """;

  @Test
  void readsWhatIsWrittenAndFillsInDefaults() throws IOException {
    Recipe recipe = RecipeReader.read(recipe(GOOD), List.of());

    assertThat(recipe.model()).isEqualTo(folder.resolve("models/net.onnx"));
    assertThat(recipe.task().data().path()).isEqualTo(folder.resolve("data"));
    assertThat(recipe.task().data().format()).contains("idx");
    assertThat(recipe.task().data().normalize()).isEqualTo("auto");
    assertThat(recipe.task().data().limit()).isEmpty();
    assertThat(recipe.budgets())
        .isEqualTo(Map.of("latency", "60%", "storage", "25%", "macs", "300000000"));
    assertThat(recipe.operators())
        .isEqualTo(
            Map.of(
                "pruning",
                Map.of(),
                "quantization",
                Map.of("precisions", List.of("w8a8", "w8a16"))));
    assertThat(recipe.strategy()).isEqualTo(Recipe.Strategy.JOINT);
    assertThat(recipe.search())
        .isEqualTo(new Recipe.SearchSection(6, 64, 9, OptionalDouble.empty()));
    assertThat(recipe.recover())
        .isEqualTo(
            new Recipe.RecoverSection(4, OptionalDouble.empty(), Recipe.BatchNormalization.AUTO));
    assertThat(recipe.out()).isEmpty();
  }

  @Test
  void overridesWin() throws IOException {
    List<RecipeOverride> overrides = new ArrayList<>(RecipeOverride.epochs(8));
    overrides.add(RecipeOverride.parse("search.seed=5"));
    overrides.add(RecipeOverride.parse("budgets.latency=4ms"));
    overrides.add(new RecipeOverride.Operators(List.of("quantization", "distillation")));
    overrides.add(new RecipeOverride.Set(List.of("inputShapes", "input.1"), List.of(1, 3, 32, 32)));

    Recipe recipe = RecipeReader.read(recipe(GOOD), overrides);

    assertThat(recipe.search())
        .isEqualTo(new Recipe.SearchSection(2, 64, 5, OptionalDouble.empty()));
    assertThat(recipe.recover().epochs()).isEqualTo(6);
    assertThat(recipe.budgets()).containsEntry("latency", "4ms").containsEntry("storage", "25%");
    assertThat(recipe.operators())
        .isEqualTo(
            Map.of(
                "quantization",
                Map.of("precisions", List.of("w8a8", "w8a16")),
                "distillation",
                Map.of()));
    assertThat(recipe.inputShapes()).isEqualTo(Map.of("input.1", List.of(1L, 3L, 32L, 32L)));
  }

  @Test
  void aWrittenRecipeReadsBackTheSame() throws IOException {
    Recipe recipe =
        RecipeReader.read(
            recipe(GOOD),
            List.of(
                RecipeOverride.set("task.data.limit", 100),
                RecipeOverride.set("task.data.normalize", "mean=0.5;std=0.25"),
                RecipeOverride.set("task.options", Map.of("scale", 2)),
                RecipeOverride.set("budgets.energy", "1e3"),
                RecipeOverride.set("strategy", "fixed-penalty"),
                RecipeOverride.set("recover.batchNormalization", "never"),
                RecipeOverride.set("recover.rate", "0.01"),
                RecipeOverride.set("search.penalty", 0.5),
                RecipeOverride.set("out", "result")));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere")).resolve("recipe.yaml");
    Files.writeString(elsewhere, RecipeWriter.write(recipe));

    assertThat(RecipeReader.read(elsewhere, List.of())).isEqualTo(recipe);
  }

  @Test
  void aPenaltyIsForTheStrategyThatHasOne() throws IOException {
    Path file = recipe(GOOD);
    RecipeOverride penalty = RecipeOverride.set("search.penalty", 2);
    RecipeOverride strategy = RecipeOverride.set("strategy", "fixed-penalty");

    assertThat(RecipeReader.read(file, List.of(penalty, strategy)).search().penalty()).hasValue(2);
    assertThat(problems(() -> RecipeReader.read(file, List.of(penalty))))
        .extracting(Problem::toString)
        .containsExactly(
            "search.penalty: strategy 'joint' has no use for it"
                + " (allowed: only with strategy: fixed-penalty)");
    RecipeOverride negative = RecipeOverride.set("search.penalty", -1);
    assertThat(problems(() -> RecipeReader.read(file, List.of(negative, strategy))))
        .extracting(Problem::place)
        .containsExactly("search.penalty");
  }

  @Test
  void reportsEverythingAtOnce() throws IOException {
    Path file =
        recipe(
            """
            modle: x.onnx
            task: {name: classification, data: {path: nowhere, limit: none}}
            budgets: {}
            strategy: magic
            search: {epochs: many, batch: 0, sed: 3}
            operators: [pruning]
            """);

    List<Problem> problems = problems(() -> RecipeReader.read(file, List.of()));

    assertThat(problems)
        .extracting(Problem::place)
        .containsExactlyInAnyOrder(
            "modle",
            "model",
            "task.data.path",
            "task.data.limit",
            "hardware",
            "budgets",
            "strategy",
            "search.epochs",
            "search.batch",
            "search.sed",
            "operators");
    assertThat(problems)
        .extracting(Problem::toString)
        .contains(
            "search.batch: 0 is out of range (allowed: 1 to 65536)",
            "search.sed: unknown key; did you mean 'seed'? (allowed: epochs, batch, seed, penalty)",
            "strategy: 'magic' does not fit (allowed: joint, sequential, uniform, greedy,"
                + " fixed-penalty)",
            "search.epochs: 'many' does not fit (allowed: a number)",
            "task.data.path: no such file or folder: " + folder.resolve("nowhere"));
    assertThat(problems.get(0).what()).contains("did you mean 'model'?");
  }

  @Test
  void namesTheLineOfWhatIsNoYaml() throws IOException {
    Path file = recipe("model: a\ntask: {name: [\n");
    assertThat(problems(() -> RecipeReader.read(file, List.of())).get(0).place())
        .startsWith(file + ":");
    Path twice = recipe("model: a\nmodel: b\n");
    assertThat(problems(() -> RecipeReader.read(twice, List.of())).get(0).what()).contains("model");
    Path none = recipe("");
    assertThat(problems(() -> RecipeReader.read(none, List.of())).get(0).what())
        .contains("is not a recipe");
  }

  @Test
  void anOverrideWithoutValueIsAnError() {
    assertThat(problems(() -> RecipeOverride.parse("search.epochs")).get(0).allowed())
        .isEqualTo("KEY.PATH=VALUE");
  }

  @Test
  void aTaskCanBeReadAlone() {
    Recipe.TaskSection task =
        RecipeReader.task(
            List.of(
                RecipeOverride.set("task.name", "classification"),
                RecipeOverride.set("task.data.path", folder.resolve("data").toString())));
    assertThat(task.data().path()).isEqualTo(folder.resolve("data"));
    assertThat(problems(() -> RecipeReader.task(List.of())))
        .extracting(Problem::place)
        .containsExactly("task.name", "task.data.path");
  }
}
