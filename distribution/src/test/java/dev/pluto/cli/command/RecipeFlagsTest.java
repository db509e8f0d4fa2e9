package dev.pluto.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pluto.engine.recipe.Recipe;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RecipeFlagsTest {
  @TempDir private Path folder = Path.of("");
  private Path recipeFile = Path.of("");

  @BeforeEach
  void writeRecipe() throws IOException {
    Files.createFile(folder.resolve("model.onnx"));
    Files.createDirectory(folder.resolve("data"));
    recipeFile = folder.resolve("recipe.yaml");
    Files.writeString(
        recipeFile,
        """
        model: model.onnx
        task: {name: classification, data: {path: data}}
        hardware: onnxruntime-cpu
        budgets: {macs: 50%, latency: 60%}
        search: {epochs: 2, seed: 7}
        """);
  }

  private Recipe recipe(String... arguments) {
    CompressCommand command = new CompressCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.recipe();
  }

  @Test
  void aRecipeAloneIsTakenAsItIs() {
    Recipe recipe = recipe(recipeFile.toString());
    assertThat(recipe.budgets()).isEqualTo(Map.of("macs", "50%", "latency", "60%"));
    assertThat(recipe.search().seed()).isEqualTo(7);
    assertThat(recipe.model()).isEqualTo(folder.resolve("model.onnx"));
  }

  @Test
  void flagsOverrideTheRecipe() {
    Recipe recipe =
        recipe(
            recipeFile.toString(),
            "--budget",
            "macs=25%",
            "storage=200kB",
            "--epochs=8",
            "--seed=3",
            "--operators=pruning,distillation",
            "--limit=500",
            "--normalize=-1..1",
            "--hardware=other",
            "--input-shape=in.0=1x3x8x8",
            "--out=" + folder.resolve("run"),
            "--set=search.batch=16");
    assertThat(recipe.budgets())
        .isEqualTo(Map.of("macs", "25%", "latency", "60%", "storage", "200kB"));
    assertThat(recipe.search())
        .isEqualTo(new Recipe.SearchSection(2, 16, 3, OptionalDouble.empty()));
    assertThat(recipe.recover().epochs()).isEqualTo(6);
    assertThat(recipe.operators()).containsOnlyKeys("pruning", "distillation");
    assertThat(recipe.task().data().limit()).hasValue(500);
    assertThat(recipe.task().data().normalize()).isEqualTo("-1..1");
    assertThat(recipe.hardware()).isEqualTo("other");
    assertThat(recipe.inputShapes()).isEqualTo(Map.of("in.0", List.of(1L, 3L, 8L, 8L)));
    assertThat(recipe.out()).hasValue(folder.resolve("run"));
  }

  @Test
  void aModelTakesItsRecipeFromFlags() {
    Recipe recipe =
        recipe(
            "--task=classification",
            "--data=" + folder.resolve("data"),
            "--validate=" + folder.resolve("data"),
            "--data-format=idx",
            "--hardware=chip",
            "--strategy=joint",
            "--budget",
            "macs=50%",
            folder.resolve("model.onnx").toString());
    assertThat(recipe.task().data().format()).hasValue("idx");
    assertThat(recipe.task().data().validate()).isPresent();
    assertThat(recipe.budgets()).isEqualTo(Map.of("macs", "50%"));
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                recipe(
                    folder.resolve("model.onnx").toString(),
                    "--set==1",
                    "--input-shape=x=0x1",
                    "--limit=-1"));
    assertThat(refused.problems().stream().map(Problem::place))
        .contains(
            "--set", "--input-shape x", "task.name", "task.data.limit", "hardware", "budgets");
  }

  @Test
  void evaluationTakesKeysOfTheTaskOnly() {
    RecipeFlags flags = new RecipeFlags();
    flags.set("task.name", Optional.of("classification"));
    flags.path("task.data.path", Optional.of(folder));
    flags.taskAssignments(List.of("task.options.shift=1", "search.epochs=1"));
    ProblemException refused = catchThrowableOfType(ProblemException.class, flags::task);
    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).place()).isEqualTo("--set search.epochs=1");
  }

  @Test
  void recipesAreToldByNameAndElseByContent() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "model: m.onnx\n");
    Path binary = Files.write(folder.resolve("b"), new byte[] {8, 7, 18});
    assertThat(GivenFile.isRecipe(Path.of("missing.yml"))).isTrue();
    assertThat(GivenFile.isRecipe(Path.of("missing.onnx"))).isFalse();
    assertThat(GivenFile.isRecipe(text)).isTrue();
    assertThat(GivenFile.isRecipe(binary)).isFalse();
  }
}
