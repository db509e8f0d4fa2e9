package dev.pluto.plugins.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pluto.testkit.SearchOperatorContract;
import dev.pluto.testkit.TestHost;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NasContractTest {
  @Test
  void keepsTheContractOfSearchOperators() {
    Optional<TestHost> host = TestHost.find();
    assumeThat(host).as("an engine that hosts contract checks").isPresent();
    List<String> all = Kind.all().stream().map(Kind::label).toList();
    assertThat(
            SearchOperatorContract.check(
                new NasOperator(), new NasOptions(all, 0.5, 2), host.orElseThrow()))
        .isEmpty();
  }
}
