package dev.pluto.engine.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.pluto.engine.report.Report;
import dev.pluto.engine.search.Recovery;
import dev.pluto.engine.search.SearchOutcome;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.QualityMetric;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShadowPricesTest {
  private static final QualityMetric TOP_1 = new QualityMetric("top-1", "", true);
  private static final QualityMetric PSNR = new QualityMetric("PSNR", "dB", true);
  private static final Recovery.Losses RISEN = new Recovery.Losses(0.5, 0.9);

  private static Report.ShadowPrice price(ShadowPrices prices, double multiplier) {
    Graph graph = Graph.builder("empty").build();
    SearchOutcome outcome = new SearchOutcome(List.of(), List.of(multiplier), 1, graph);
    return prices.of(outcome, List.of(new Report.Budget("macs", 50, 49, true, ""))).get(0);
  }

  @Test
  void aLossIsWorthWhatThisRunPaidForIt() {
    Report.ShadowPrice price = price(ShadowPrices.of(TOP_1, 0.9, 0.86, RISEN), 0.2);
    assertThat(price.text()).isEqualTo("a budget 10 % larger would buy about 0.20 points of top-1");
    assertThat(price.qualityPerUnit()).isCloseTo(0.2 * (0.04 / 0.4) / 50, offset(1e-12));
  }

  @Test
  void moreThanWhatWasLostIsNeverPromised() {
    assertThat(price(ShadowPrices.of(PSNR, 37.5, 37.1, RISEN), 30).text())
        .isEqualTo("a budget 10 % larger would buy most of what was lost, 0.40 dB of PSNR");
  }

  @Test
  void aSlackBudgetBuysNothing() {
    assertThat(price(ShadowPrices.of(PSNR, 37.5, 37.1, RISEN), 0).text()).contains("nothing");
  }

  @Test
  void whereQualityDidNotFallThePriceIsTheLoss() {
    assertThat(price(ShadowPrices.of(TOP_1, 0.9, 0.91, RISEN), 2).text())
        .isEqualTo("a budget 10 % larger would lower the training loss by about 0.20");
  }
}
