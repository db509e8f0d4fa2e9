package dev.pluto.plugins.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pluto.testkit.SearchOperatorContract;
import dev.pluto.testkit.TestHost;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuantizationContractTest {
  @Test
  void keepsTheContractOfSearchOperators() {
    Optional<TestHost> host = TestHost.find();
    assumeThat(host).as("an engine that hosts contract checks").isPresent();
    assertThat(
            SearchOperatorContract.check(
                new QuantizationOperator(),
                new QuantizationOptions(List.of(), 0.5),
                host.orElseThrow()))
        .isEmpty();
  }
}
