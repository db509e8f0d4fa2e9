package dev.pluto.plugins.keypoints;

import static dev.pluto.plugins.keypoints.MadeUp.OPTIONS;
import static dev.pluto.plugins.keypoints.MadeUp.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.task.DataRequest;
import dev.pluto.testkit.TaskContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task on a few made-up persons. */
class KeypointsContractTest {
  private final KeypointsTask task = new KeypointsTask();

  @TempDir private Path folder = Path.of("");

  private void keepsTheContract(DataRequest request) {
    assertThat(task.formats().get(0).recognise(request.path()).confidence()).isEqualTo(1);
    assertThat(TaskContract.check(task, OPTIONS, request)).isEmpty();
  }

  @Test
  void keepsTheContractOfTasksWithoutData() {
    assertThat(TaskContract.check(task)).isEmpty();
  }

  @Test
  void keepsTheContractOnATableOfJoints() {
    MadeUp.write(folder, 14);
    keepsTheContract(request(folder, 3, 3, 32, 32));
    keepsTheContract(request(folder, 3, 1, 48, 32));
    keepsTheContract(request(folder, 3, 32, 40, 3));
    keepsTheContract(request(folder, -1, 3, -1, -1));
    keepsTheContract(request(folder.resolve("joints.csv"), 3, 3, 32, 32));
  }

  @Test
  void keepsTheContractOnTwoParts() {
    MadeUp.write(folder.resolve("train"), 8);
    MadeUp.write(folder.resolve("val"), 5);
    keepsTheContract(request(folder, 3, 3, 32, 32));
    assertThat(task.open(request(folder, 3, 3, 32, 32), OPTIONS).validation().size()).isEqualTo(5);
  }
}
