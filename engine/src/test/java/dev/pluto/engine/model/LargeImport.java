package dev.pluto.engine.model;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.examine.ModelInspector;
import dev.pluto.engine.operator.BuiltInOperators;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Another process that imports and inspects a file, and prints the seconds that it computed. */
final class LargeImport {
  private LargeImport() {}

  /** Imports the file that is the only argument. */
  public static void main(String[] file) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Operators operators = new Operators(BuiltInOperators.all());
    ImportedModel model = ImportedModel.read(Path.of(file[0]), operators);
    long macs = new ModelInspector(operators).inspect(model, Map.of(), Optional.empty()).macs();
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    System.out.println((end - start) / 1e9 + " " + macs);
  }
}
