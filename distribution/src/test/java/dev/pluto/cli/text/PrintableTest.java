package dev.pluto.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void textStaysAsItIs() {
    String text = "  conv1\t64 — 3 µs\n" + Style.COLOURED.bad("missing") + "\n";
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @Test
  void commandsToTheTerminalAreShown() {
    assertThat(Printable.of("a\u001b[2Jb\u001b]0;title\u0007\r\u202e"))
        .isEqualTo("a\\u001b[2Jb\\u001b]0;title\\u0007\\u000d\\u202e");
  }

  @Test
  void linesWithoutEndAreCut() {
    String shown = Printable.of("node '" + "x".repeat(1_000_000) + "'\nnext\n");
    assertThat(shown).hasSizeLessThan(2100).endsWith("…\nnext\n");
  }
}
