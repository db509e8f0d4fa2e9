package dev.pluto.plugins.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {
  @Test
  void computesAgainWhatDidNotFit() {
    List<Integer> computed = new ArrayList<>();
    BoundedCache<String> cache =
        new BoundedCache<>(
            10,
            i -> {
              computed.add(i);
              return "v" + i;
            },
            v -> 4);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 3; i++) {
        assertThat(cache.get(i)).isEqualTo("v" + i);
      }
    }
    assertThat(computed).containsExactly(0, 1, 2, 2);
  }
}
