package dev.pluto.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstallationTest {
  @Test
  void pluginsLieInTheInstallationAndInTheFoldersOfTheVariable() {
    Installation installation =
        new Installation(
            Optional.of(Path.of("/opt/pluto")),
            Map.of("PLUTO_PLUGINS", "/a" + File.pathSeparator + "/b"));
    assertThat(installation.pluginDirectories())
        .containsExactly(Path.of("/opt/pluto/plugins"), Path.of("/a"), Path.of("/b"));
  }

  @Test
  void chipsThatTheUserNamesComeBeforeThoseOfTheInstallation() {
    Installation installation =
        new Installation(Optional.of(Path.of("/opt/pluto")), Map.of("PLUTO_CHIPS", "/a"));
    assertThat(installation.chipDirectories(List.of(Path.of("/mine"))))
        .containsExactly(Path.of("/mine"), Path.of("/a"), Path.of("/opt/pluto/chips"));
  }

  @Test
  void theCacheIsWhereTheVariablesSay() {
    assertThat(cache(Map.of("PLUTO_CACHE", "/c", "XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/c"));
    assertThat(cache(Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/pluto"));
    assertThat(cache(Map.of())).endsWith(Path.of(".cache/pluto"));
  }

  private static Path cache(Map<String, String> environment) {
    return new Installation(Optional.empty(), environment).cacheDirectory();
  }
}
