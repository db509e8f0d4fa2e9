package dev.pluto.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private final Path folder;

  ImageFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void trainAndTestFoldersAreItsParts() throws IOException {
    Path train = Files.createDirectories(folder.resolve("train"));
    Path validation = Files.createDirectories(folder.resolve("val"));
    ImageFolder.Parts parts = ImageFolder.parts(folder, p -> true);
    assertThat(parts.training()).isEqualTo(train);
    assertThat(parts.test()).contains(validation);
  }

  @Test
  void aFolderOfSuchANameWithoutDataIsNoPart() throws IOException {
    Files.createDirectories(folder.resolve("test"));
    assertThat(ImageFolder.parts(folder, p -> false))
        .isEqualTo(new ImageFolder.Parts(folder, Optional.empty()));
  }

  @Test
  void imagesAreListedByNameWithoutHiddenAndOtherFiles() throws IOException {
    for (String name : new String[] {"b.PNG", "a.jpg", ".c.png", "notes.txt"}) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectories(folder.resolve("d.png"));
    assertThat(ImageFolder.images(folder))
        .containsExactly(folder.resolve("a.jpg"), folder.resolve("b.PNG"));
  }
}
