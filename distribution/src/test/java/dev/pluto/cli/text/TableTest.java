package dev.pluto.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.cli.text.Table.Align;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAligned() {
    Table table =
        new Table(Style.PLAIN, Align.LEFT, Align.RIGHT)
            .header("metric", "value")
            .row("macs", "12.5 M")
            .row("storage", "5");
    assertThat(table.toString())
        .isEqualTo("  metric    value\n  macs     12.5 M\n  storage       5\n");
  }

  @Test
  void coloursDoNotMoveColumns() {
    String plain = table(Style.PLAIN);
    assertThat(table(Style.COLOURED).replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  private static String table(Style style) {
    return new Table(style, Align.LEFT, Align.LEFT)
        .row(style.good("met"), "a")
        .row("not met", "b")
        .toString();
  }
}
