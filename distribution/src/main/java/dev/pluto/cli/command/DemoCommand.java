package dev.pluto.cli.command;

import dev.pluto.cli.demo.Demo;
import dev.pluto.cli.progress.Interruption;
import dev.pluto.engine.Pluto;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.QualityReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job on data that the program makes itself. */
@Command(
    name = "demo",
    description =
        "Draw images, train a small network on them, and compress it under four budgets; takes a"
            + " few minutes.",
    footer = {"", "Example:", "  pluto demo --out demo"})
public final class DemoCommand extends EngineCommand {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files go. Default: the next free runs/demo-N.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random. Default: 1.")
  private long seed = 1;

  @Override
  void work(Pluto pluto, Console console, Interruption interruption) {
    Demo demo = Demo.in(out, seed);
    console.notice("Drawing images of %d shapes in %s".formatted(demo.classes(), demo.folder()));
    demo.draw();
    console.notice("Training a residual network on them");
    QualityReport trained = withProgress(console, interruption, p -> demo.train(pluto, p));
    console.notice(
        String.format(
            Locale.ROOT,
            "It has %s %.4f on %d test images",
            trained.metric(),
            trained.quality(),
            trained.samples()));
    Recipe recipe = demo.recipe();
    console.notice("Compressing it under the budgets " + recipe.budgets());
    CompressionResult result = withProgress(console, interruption, p -> pluto.compress(recipe, p));
    CompressCommand.print(result, console);
  }
}
