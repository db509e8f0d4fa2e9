package dev.pluto.engine.train;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.pluto.spi.operator.ScriptedFunctions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Functions in TorchScript, compiled in memory by the PyTorch library and kept until this is
 * closed. Thread-safe.
 */
public final class TorchScriptFunctions implements ScriptedFunctions, AutoCloseable {
  private final PtNDManager manager;
  private final Map<String, ScriptedFunction> compiled = new HashMap<>();

  /**
   * An empty collection that compiles for the device of a manager.
   *
   * @param parent the manager that frees the functions at the latest
   */
  public TorchScriptFunctions(NDManager parent) {
    manager = (PtNDManager) parent.newSubManager();
  }

  @Override
  public synchronized ScriptedFunction compile(String source) {
    return compiled.computeIfAbsent(source, this::load);
  }

  private ScriptedFunction load(String source) {
    try {
      ByteArrayInputStream archive = new ByteArrayInputStream(TorchScriptArchive.of(source));
      PtSymbolBlock block = JniUtils.loadModule(manager, archive, true, false);
      return inputs -> run(block, inputs);
    } catch (EngineException e) {
      throw new IllegalArgumentException("TorchScript does not compile:\n" + source, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** DJL packs arrays into dictionaries by their names, so the function sees none. */
  private static NDList run(PtSymbolBlock block, NDList inputs) {
    // The optimizing executor re-specializes for every new shape and fuses operators, which changes
    // results in the last digits after the second call. The setting belongs to the thread.
    JniUtils.setGraphExecutorOptimize(false);
    if (inputs.stream().allMatch(array -> array.getName() == null)) {
      return IValueUtils.forward(block, inputs, true);
    }
    String[] names = inputs.stream().map(NDArray::getName).toArray(String[]::new);
    inputs.forEach(array -> array.setName(null));
    try {
      return IValueUtils.forward(block, inputs, true);
    } finally {
      for (int i = 0; i < names.length; i++) {
        inputs.get(i).setName(names[i]);
      }
    }
  }

  @Override
  public synchronized void close() {
    compiled.clear();
    manager.close();
  }
}
