package dev.pluto.engine.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Jazzer chooses a model and how its parts are changed, so that files stay files. */
public final class StructureFuzzer {
  private static final int MOST_CHANGES = 12;

  private StructureFuzzer() {}

  /** Called by Jazzer once. */
  public static void fuzzerInitialize() {
    Import.warmUp();
  }

  /** Called by Jazzer for every input that it makes up. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    Import.accepts(model(data).toByteArray());
  }

  /** The model that some data stand for. */
  static ModelProto model(FuzzedDataProvider data) {
    ModelProto.Builder model = SeedModels.of(data.consumeInt(0, SeedModels.COUNT - 1)).toBuilder();
    ModelMutation mutation = new ModelMutation(model, data);
    for (int i = 0; i < MOST_CHANGES && data.remainingBytes() > 0; i++) {
      mutation.change();
    }
    return model.build();
  }
}
