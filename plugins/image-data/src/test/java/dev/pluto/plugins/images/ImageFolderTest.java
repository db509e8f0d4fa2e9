package dev.pluto.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private final Path folder;

  ImageFolderTest(@TempDir Path folder) {
    this.folder = folder;
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
