package dev.pluto.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void theLauncherSaysWhatIsATerminal() {
    Properties properties = new Properties();
    assertThat(Terminal.of(properties, Map.of()).errorColumns()).isEmpty();
    assertThat(Terminal.of(properties, Map.of()).outputIsTerminal()).isFalse();
    properties.setProperty("pluto.stderr.columns", "120");
    properties.setProperty("pluto.stdout.terminal", "true");
    assertThat(Terminal.of(properties, Map.of()).errorColumns()).hasValue(120);
    assertThat(Terminal.of(properties, Map.of()).outputIsTerminal()).isTrue();
  }

  @Test
  void aTerminalOfUnknownWidthHasTheUsualOne() {
    Properties properties = new Properties();
    properties.setProperty("pluto.stderr.columns", "");
    assertThat(Terminal.of(properties, Map.of()).errorColumns()).hasValue(80);
  }

  @Test
  void noColorIsRespected() {
    assertThat(Terminal.of(new Properties(), Map.of()).coloured()).isTrue();
    assertThat(Terminal.of(new Properties(), Map.of("NO_COLOR", "1")).coloured()).isFalse();
    assertThat(Terminal.of(new Properties(), Map.of("NO_COLOR", "")).coloured()).isTrue();
    assertThat(Terminal.of(new Properties(), Map.of("TERM", "dumb")).coloured()).isFalse();
  }
}
