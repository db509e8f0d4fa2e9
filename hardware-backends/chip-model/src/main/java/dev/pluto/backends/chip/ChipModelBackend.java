package dev.pluto.backends.chip;

import dev.pluto.backends.chip.description.DescriptionReader;
import dev.pluto.spi.Problem;
import dev.pluto.spi.hardware.Calibrator;
import dev.pluto.spi.hardware.ChipFolders;
import dev.pluto.spi.hardware.HardwareBackend;
import dev.pluto.spi.hardware.HardwareTarget;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Whatever lies in the folders of chip descriptions, which are read when chips are asked for. */
@Extension
public final class ChipModelBackend implements HardwareBackend {
  private final ChipFolders folders;
  private Optional<DescribedChips> chips = Optional.empty();

  /** The chips that some folders describe. */
  @Inject
  public ChipModelBackend(ChipFolders folders) {
    this.folders = folders;
  }

  private synchronized DescribedChips chips() {
    if (chips.isEmpty()) {
      chips = Optional.of(DescribedChips.in(folders.folders()));
    }
    return chips.get();
  }

  @Override
  public List<HardwareTarget> targets() {
    return chips().targets();
  }

  @Override
  public List<Problem> problems() {
    return chips().problems();
  }

  @Override
  public Optional<HardwareTarget> describedBy(Path file) {
    return Optional.of(new ChipTarget(DescriptionReader.read(file, folders.folders())));
  }

  @Override
  public Optional<Calibrator> calibrator() {
    return Optional.of(new ChipCalibrator(folders));
  }
}
