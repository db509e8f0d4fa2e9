package dev.pluto.plugins.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pluto.testkit.SearchOperatorContract;
import dev.pluto.testkit.TestHost;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DistillationContractTest {
  @Test
  void keepsTheContractOfSearchOperators() {
    Optional<TestHost> host = TestHost.find();
    assumeThat(host).as("an engine that hosts contract checks").isPresent();
    assertThat(
            SearchOperatorContract.check(
                new DistillationOperator(), new DistillationOptions(1, 4, 1), host.orElseThrow()))
        .isEmpty();
  }
}
