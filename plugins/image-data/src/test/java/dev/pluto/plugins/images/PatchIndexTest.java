package dev.pluto.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatchIndexTest {
  @Test
  void anImageCountsAsManySamplesAsPatchesFitIntoItButOneAtLeast() {
    PatchIndex index =
        PatchIndex.of(
            List.of(new ImageFile.Size(8, 8), new ImageFile.Size(4, 4), new ImageFile.Size(5, 10)),
            4,
            4);
    assertThat(index.size()).isEqualTo(4 + 1 + 3);
    assertThat(IntStream.range(0, index.size()).map(index::image))
        .containsExactly(0, 0, 0, 0, 1, 2, 2, 2);
  }
}
