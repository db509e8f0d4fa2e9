package dev.pluto.plugins.samples.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderPartsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void trainAndTestFoldersAreItsParts() throws IOException {
    Path train = Files.createDirectories(folder.resolve("train"));
    Path validation = Files.createDirectories(folder.resolve("val"));
    FolderParts parts = FolderParts.of(folder, p -> true);
    assertThat(parts.training()).isEqualTo(train);
    assertThat(parts.test()).contains(validation);
  }

  @Test
  void aFolderOfSuchANameWithoutDataIsNoPart() throws IOException {
    Files.createDirectories(folder.resolve("test"));
    assertThat(FolderParts.of(folder, p -> false))
        .isEqualTo(new FolderParts(folder, Optional.empty()));
  }
}
