package dev.pluto.backends.onnxruntime;

import dev.pluto.spi.hardware.HardwareBackend;
import dev.pluto.spi.hardware.HardwareTarget;
import java.util.List;
import org.pf4j.Extension;

/** ONNX Runtime on the processor of this machine. */
@Extension
public final class OnnxRuntimeBackend implements HardwareBackend {
  @Override
  public List<HardwareTarget> targets() {
    return List.of(new CpuTarget());
  }
}
