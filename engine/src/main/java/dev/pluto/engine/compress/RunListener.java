package dev.pluto.engine.compress;

import dev.pluto.engine.progress.CancelledException;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.run.RunDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Times the stages of a run, writes its events, and passes everything on to the user's listener.
 * Ends the run at the next step once the user wants to stop.
 */
final class RunListener implements ProgressListener {
  private static final int STEPS_BETWEEN_EVENTS = 25;

  private final ProgressListener user;
  private final RunDirectory directory;
  private final List<Report.Stage> stages = new ArrayList<>();

  RunListener(ProgressListener user, RunDirectory directory) {
    this.user = user;
    this.directory = directory;
  }

  /**
   * Runs a stage.
   *
   * @param steps steps that it will report; 0 if not known
   * @param epochs passes over the training samples that it makes
   */
  <T> T stage(String name, long steps, double epochs, Supplier<T> body) {
    stopIfWanted();
    user.stageStarted(name, steps);
    directory.event(Map.of("event", "stage-started", "stage", name, "steps", steps));
    long start = System.nanoTime();
    T result = body.get();
    double seconds = (System.nanoTime() - start) / 1e9;
    stages.add(new Report.Stage(name, seconds, epochs));
    user.stageFinished(name, seconds);
    directory.event(Map.of("event", "stage-finished", "stage", name, "seconds", seconds));
    return result;
  }

  /** The stages so far. */
  List<Report.Stage> stages() {
    return List.copyOf(stages);
  }

  @Override
  public void progress(String stage, long done, Map<String, Double> figures) {
    user.progress(stage, done, figures);
    if (done % STEPS_BETWEEN_EVENTS == 0) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("event", "progress");
      event.put("stage", stage);
      event.put("step", done);
      figures.forEach((name, value) -> event.put(name, Double.isFinite(value) ? value : null));
      directory.event(event);
    }
    stopIfWanted();
  }

  @Override
  public void message(String text) {
    user.message(text);
    directory.event(Map.of("event", "message", "text", text));
  }

  private void stopIfWanted() {
    if (user.cancelled()) {
      directory.event(Map.of("event", "stopped"));
      throw new CancelledException(directory.folder());
    }
  }
}
