package dev.pluto.engine.pretrain;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.data.OpenedData;
import dev.pluto.engine.examine.QualityEvaluation;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.progress.CancelledException;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.report.QualityReport;
import dev.pluto.engine.run.WholeFile;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.train.Batches;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.OneCycle;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.Trainer;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trains the weights of a network on a task's loss alone. */
public final class Pretraining {
  private static final String STAGE = "train";

  /** Share of the training after which the learning rate is at its peak. */
  private static final double PEAK_AT = 0.3;

  private final PluginHost host;
  private final Operators operators;

  /** Trains with the tasks of these plugins. */
  public Pretraining(PluginHost host, Operators operators) {
    this.host = host;
    this.operators = operators;
  }

  /** Trains, writes the file, and measures it in ONNX Runtime. */
  public QualityReport train(Graph network, TrainingJob job, Path file, ProgressListener listener) {
    Task<?> task = host.task(job.task().name(), "task.name");
    if (task.comparesWithOriginal()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              "task.name",
              "task '%s' compares with an original model, and a network to train has none"
                  .formatted(task.name()),
              "a task with targets"));
    }
    try (OpenedData data = OpenedData.openUntrained(task, job.task(), network, job.seed())) {
      byte[] trained = OnnxWriter.write(train(network, job, task, data, listener));
      WholeFile.write(file, trained);
      try (OnnxRuntimeModel model = OnnxRuntimeModel.open(trained, file.toString(), 1)) {
        return QualityEvaluation.measure(file, task, model, data, listener);
      }
    }
  }

  private Graph train(
      Graph network, TrainingJob job, Task<?> task, OpenedData data, ProgressListener listener) {
    Samples samples = data.dataset().training();
    if (samples.size() < job.batch()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              "batch",
              "%d training samples do not fill a batch of %d"
                  .formatted(samples.size(), job.batch()),
              "at most " + samples.size()));
    }
    long start = System.nanoTime();
    try (TrainingSession session = TrainingSession.open(job.seed());
        TrainableGraph graph = new TrainableGraph(session, network, operators::of);
        Batches batches = new Batches(samples, job.batch(), job.seed(), 0);
        Trainer trainer = new Trainer(session, graph, List.of())) {
      long steps = Math.max(1, Math.round(job.epochs() * batches.perEpoch()));
      OneCycle cycle = new OneCycle(job.rate(), PEAK_AT);
      listener.stageStarted(STAGE, steps);
      for (long step = 0; step < steps; step++) {
        double loss =
            trainer.step(
                batches.next(),
                Hooks.NONE,
                (forward, inputs, targets) -> task.loss(forward.get(), targets),
                signals -> {},
                new Trainer.Rates(cycle.at(step / (double) steps), 0));
        listener.progress(STAGE, step + 1, Map.of("loss", loss));
        if (listener.cancelled()) {
          throw new CancelledException();
        }
      }
      listener.stageFinished(STAGE, (System.nanoTime() - start) / 1e9);
      return graph.bake();
    }
  }
}
