package dev.pluto.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files on a disk with room for 64 kB. */
class WholeFileTest {
  private static final int DISK = 1 << 16;

  private static FileSystem disk() {
    return Jimfs.newFileSystem(
        Configuration.unix().toBuilder().setBlockSize(1024).setMaxSize(DISK).build());
  }

  @Test
  void aFullDiskIsNamedAndLeavesNothing() throws IOException {
    try (FileSystem disk = disk()) {
      Path folder = Files.createDirectories(disk.getPath("/run"));
      Path file = folder.resolve("model.onnx");
      ProblemException problem =
          catchThrowableOfType(
              ProblemException.class, () -> WholeFile.write(file, new byte[2 * DISK]));

      assertThat(problem.kind()).isEqualTo(ProblemException.Kind.USAGE);
      assertThat(problem).hasMessageContaining("/run/model.onnx: can't be written");
      assertThat(problem).hasMessageContaining("a folder with free space");
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void whatWasThereBeforeIsStillThere() throws IOException {
    try (FileSystem disk = disk()) {
      Path file = Files.createDirectories(disk.getPath("/run")).resolve("report.json");
      byte[] before = {1, 2, 3};
      WholeFile.write(file, before);
      assertThatThrownBy(() -> WholeFile.write(file, new byte[2 * DISK]))
          .isInstanceOf(ProblemException.class);

      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      WholeFile.write(file, new byte[] {4});
      assertThat(Files.readAllBytes(file)).isEqualTo(new byte[] {4});
    }
  }
}
