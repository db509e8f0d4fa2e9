package dev.pluto.engine.calibrate;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.cost.ConcreteKernels;
import dev.pluto.engine.examine.UniformPrecision;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.model.WeightSlots;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.report.CalibrationReport;
import dev.pluto.engine.run.WholeFile;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.CalibratedChip;
import dev.pluto.spi.hardware.Calibrator;
import dev.pluto.spi.hardware.HardwareBackend;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.MeasuredModel;
import dev.pluto.spi.hardware.TensorForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fits the description of a chip to measured latencies of model files, with or without weights. */
public final class ChipCalibration {
  private static final String STAGE = "read models";
  private static final String FIT = "fit";
  private static final String PLAIN = "fp32";

  /** With one model less there is nothing to predict a model that is left out from. */
  private static final int FEWEST_MODELS = 2;

  /** What a description of a known family should be calibrated with. */
  private static final int FEW_MODELS = 8;

  private final PluginHost host;
  private final Operators operators;

  /** Calibrates with these plugins and operators. */
  public ChipCalibration(PluginHost host, Operators operators) {
    this.host = host;
    this.operators = operators;
  }

  /**
   * Fits a description and writes it, whole or not at all.
   *
   * @param description the chip's file
   * @param table measurements (CSV)
   * @param models folder that the names of models refer to
   * @param where values that columns must have in a row that counts
   * @param out the file to write
   * @throws ProblemException (usage) with everything that is wrong in the files; (model) if a model
   *     can't be taken. Nothing is written then
   */
  public CalibrationReport calibrate(
      Path description,
      Path table,
      Path models,
      Map<String, String> where,
      Path out,
      ProgressListener listener) {
    HardwareTarget target = host.hardwareDescribedBy(description);
    List<MeasurementTable.Row> rows = MeasurementTable.read(table, models, where);
    List<MeasuredModel> measured = measured(rows, target, listener);
    long count = measured.stream().map(MeasuredModel::model).distinct().count();
    if (count < FEWEST_MODELS) {
      throw usage(table.toString(), "measurements of one model say too little", "two or more");
    }
    if (count < FEW_MODELS) {
      listener.message(
          "%d models are few: errors of other models may be larger than is reported here"
              .formatted(count));
    }
    long start = System.nanoTime();
    listener.stageStarted(FIT, 0);
    CalibratedChip calibrated =
        calibrator().calibrate(description, measured, source(table, where, measured));
    WholeFile.write(out, calibrated.description().getBytes(StandardCharsets.UTF_8));
    listener.stageFinished(FIT, (System.nanoTime() - start) / 1e9);
    return CalibrationReport.of(target.id(), out, measured, calibrated);
  }

  private static String source(
      Path table, Map<String, String> where, List<MeasuredModel> measured) {
    StringBuilder text =
        new StringBuilder(
            "fitted to %d measured latencies in %s"
                .formatted(measured.size(), table.getFileName()));
    where.forEach((column, value) -> text.append(", " + column + " " + value));
    return text.toString();
  }

  private Calibrator calibrator() {
    return host.hardwareBackends().stream()
        .map(HardwareBackend::calibrator)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> usage("hardware", "no plugin calibrates descriptions of chips", ""));
  }

  private List<MeasuredModel> measured(
      List<MeasurementTable.Row> rows, HardwareTarget target, ProgressListener listener) {
    long start = System.nanoTime();
    List<MeasuredModel> measured = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    ProblemException.Kind kind = ProblemException.Kind.USAGE;
    listener.stageStarted(STAGE, rows.size());
    for (List<MeasurementTable.Row> ofModel : MeasurementTable.byModel(rows).values()) {
      try {
        read(ofModel, target, measured, problems);
      } catch (ProblemException e) {
        kind = ProblemException.Kind.MODEL;
        e.problems()
            .forEach(
                p ->
                    problems.add(
                        new Problem(
                            ofModel.get(0).place(), (p.place() + " " + p.what()), p.allowed())));
      }
      listener.progress(STAGE, measured.size(), Map.of());
    }
    listener.stageFinished(STAGE, (System.nanoTime() - start) / 1e9);
    if (!problems.isEmpty()) {
      throw new ProblemException(kind, problems);
    }
    return measured;
  }

  /** One model in all precisions in which it was measured. */
  private void read(
      List<MeasurementTable.Row> rows,
      HardwareTarget target,
      List<MeasuredModel> measured,
      List<Problem> problems) {
    ImportedModel model = ImportedModel.read(rows.get(0).file(), operators);
    Graph graph = WeightSlots.filled(model.graph(), WeightSlots.inputsOf(model.graph()));
    Map<String, Shape> shapes = ReferenceShapes.of(graph, Map.of());
    Types types = new ShapeInference(operators).infer(graph, shapes);
    UniformPrecision precisions =
        new UniformPrecision(target, host.searchOperator("quantization", PLAIN));
    for (MeasurementTable.Row row : rows) {
      try {
        Graph lowered = precisions.lower(graph, types, row.precision());
        measured.add(
            new MeasuredModel(
                model.name(),
                row.precision(),
                graph.inputs().stream().map(i -> form(i.name(), types, lowered)).toList(),
                ConcreteKernels.of(lowered, types.types(), target, operators),
                row.milliseconds()));
      } catch (ProblemException e) {
        e.problems().forEach(p -> problems.add(new Problem(row.place(), p.what(), p.allowed())));
      }
    }
  }

  private static TensorForm form(String input, Types types, Graph graph) {
    return new TensorForm(
        input,
        types.of(input).shape(),
        types.of(input).dataType(),
        graph.quantization(input).map(Quantization::precision).orElse(Precision.FP32));
  }

  private static ProblemException usage(String place, String what, String allowed) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what, allowed));
  }
}
