package dev.pluto.backends.chip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.testkit.HardwareTargetContract;
import dev.pluto.testkit.TestHost;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped chips keep the contract of hardware targets. */
class ChipContractTest {
  static List<HardwareTarget> chips() {
    return ShippedChips.all();
  }

  @Test
  void allDescriptionsAreValid() {
    ChipModelBackend backend = new ChipModelBackend(() -> List.of(ShippedChips.FOLDER));
    assertThat(backend.problems()).isEmpty();
    assertThat(backend.targets())
        .extracting(HardwareTarget::id)
        .containsExactly(
            "dimensity-9200",
            "dimensity-9300",
            "dimensity-9400",
            "generic-mobile-cpu",
            "generic-mobile-gpu",
            "qcs6490",
            "sa8295p",
            "snapdragon-8-elite",
            "snapdragon-8-gen-1",
            "snapdragon-8-gen-2",
            "snapdragon-8-gen-3",
            "snapdragon-x-elite");
  }

  @ParameterizedTest
  @MethodSource("chips")
  void keepsTheContractOfTargets(HardwareTarget chip) {
    assertThat(HardwareTargetContract.check(chip, TestHost.find().orElseThrow())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("chips")
  void everyValueSaysWhereItComesFrom(HardwareTarget chip) {
    assertThat(chip.facts())
        .hasSizeGreaterThan(20)
        .allSatisfy(fact -> assertThat(fact.origin()).matches("[a-z]+: .{10,}"));
  }
}
