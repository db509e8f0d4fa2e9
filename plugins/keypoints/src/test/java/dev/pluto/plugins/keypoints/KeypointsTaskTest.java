package dev.pluto.plugins.keypoints;

import static dev.pluto.plugins.keypoints.MadeUp.OPTIONS;
import static dev.pluto.plugins.keypoints.MadeUp.options;
import static dev.pluto.plugins.keypoints.MadeUp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.keypoints.KeypointsOptions.Loss;
import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.plugins.samples.numpy.NumpyFiles;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeypointsTaskTest {
  private final KeypointsTask task = new KeypointsTask();

  @TempDir private Path folder = Path.of("");

  private void refused(DataRequest request, KeypointsOptions options, String... why) {
    assertThatThrownBy(() -> task.open(request, options))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(why);
  }

  /** The colour of every spot is strong where its joint is said to be, however it was moved. */
  private static int coloursAtTheirJoints(Sample sample, int side) {
    float[] pixels = sample.inputs().get(0).floats();
    float[] places = sample.targets().get(0).floats();
    int seen = 0;
    for (int j = 0; j < 3; j++) {
      if (places[3 * j + 2] > 0) {
        int at = ((int) places[3 * j + 1]) * side + (int) places[3 * j];
        seen += pixels[j * side * side + at] > 0.5 ? 1 : 0;
      }
    }
    return seen;
  }

  @Test
  void imagesAndJointsAreMovedTogether() {
    MadeUp.write(folder, 20);
    KeypointsOptions plainColours =
        new KeypointsOptions(
            OPTIONS.validate(),
            List.of(),
            List.of("left_shoulder:right_shoulder"),
            List.of(),
            0.2,
            OPTIONS.crop(),
            1.3,
            64,
            1.3,
            Loss.MSE,
            40,
            1.3,
            0.1,
            false,
            0);
    Samples training = task.open(request(folder, 3, 3, 96, 96), plainColours).training();
    int plain = 0;
    int varied = 0;
    for (int i = 0; i < training.size(); i++) {
      plain += coloursAtTheirJoints(training.get(i), 96);
      varied += coloursAtTheirJoints(training.augmented(i, new SplittableRandom(i)), 96);
    }
    // Spots hide each other, and some are moved out.
    assertThat(plain).isGreaterThan(training.size() * 2);
    assertThat(varied).isGreaterThan(training.size() * 2);
  }

  @Test
  void mirroredImagesHaveTheirJointsExchanged() {
    MadeUp.write(folder, 20);
    Samples training = task.open(request(folder, 3, 3, 96, 96), OPTIONS).training();
    boolean exchanged = false;
    for (int seed = 0; seed < 20; seed++) {
      Sample sample = training.augmented(0, new SplittableRandom(seed));
      float[] pixels = sample.inputs().get(0).floats();
      float[] places = sample.targets().get(0).floats();
      int at = ((int) places[1]) * 96 + (int) places[0];
      // The green spot is now the left shoulder.
      exchanged |= places[2] > 0 && pixels[96 * 96 + at] > 0.5 && pixels[at] < 0.5;
    }
    assertThat(exchanged).isTrue();
  }

  @Test
  void everyRowThatIsNotUnderstoodIsNamed() throws IOException {
    MadeUp.write(folder, 3);
    Files.writeString(
        folder.resolve("joints.csv"),
        """
        image,joint,x,y,visible
        0.png,a,1,2,1
        0.png,a,1,2,1
        1.png,a,one,2,1
        2.png,a
        3.png,a,1,2,1
        ../../x.png,a,1,2,1
        """);
    refused(
        request(folder, 1, 3, 32, 32),
        OPTIONS,
        "line 3: the joint 'a' is there twice",
        "line 4: 'one' is not read as a place",
        "line 5: it has 2 cells",
        "there is no image '3.png'",
        "there is no image '../../x.png'");
    Files.writeString(folder.resolve("joints.csv"), "image,x,y\n0.png,1,2\n");
    refused(request(folder, 1, 3, 32, 32), OPTIONS, "names no column 'joint'");
    Files.writeString(
        folder.resolve("joints.csv"),
        "image,joint,x,y\n0.png,a,1,2\n0.png,b,99999,2\n1.png,a,1,2\n1.png,b,4,4\n");
    refused(request(folder, 2, 3, 32, 32), OPTIONS, "0.png: its joints lie far outside of it");
  }

  @Test
  void modelsThatDoNotFitAreRefused() {
    MadeUp.write(folder, 8);
    refused(request(folder, 4, 3, 32, 32), OPTIONS, "4 heat maps for the 3 joints");
    KeypointsOptions unknown = options(List.of("tail"), List.of(), Loss.MSE);
    refused(request(folder, 1, 3, 32, 32), unknown, "joints [tail] are not in it");
    KeypointsOptions two = options(List.of("right_hip", "left_shoulder"), List.of(), Loss.MSE);
    Samples training = task.open(request(folder, 2, 3, 32, 32), two).training();
    assertThat(training.get(0).targets().get(0).shape()).isEqualTo(Shape.of(2, 3));
  }

  /** Crops and joints that another implementation made of the same images. */
  @Test
  void cropsAreThoseThatNetworksWereTrainedOn() {
    Path shared = Path.of(System.getProperty("pluto.shared", "../../../shared"));
    Path reference = shared.resolve("baselines/pose_val_x_u8.npy");
    assumeTrue(Files.exists(reference), "no " + reference);
    NumpyArray pixels = new NumpyFiles().npy(reference);
    NumpyArray joints = new NumpyFiles().npy(shared.resolve("baselines/pose_val_joints.npy"));
    List<Person> persons =
        new JointTableFormat()
            .read(shared.resolve("data/lspet"), List.of()).training().persons().stream()
                .filter(person -> person.name().compareTo("im00800.jpg") > 0)
                .toList();
    assertThat(persons).hasSize(200);
    for (int i = 0; i < persons.size(); i += 9) {
      Person person = persons.get(i);
      CropBox box = CropBox.around(person.box().orElseThrow(), 1.3, 128, 128);
      float[] places = joints.part(i, Shape.of(14, 3), DataType.FLOAT).floats();
      for (int j = 0; j < 14; j++) {
        Joint joint = box.of(person.joints().get(j));
        assertThat(joint.visible()).isEqualTo(places[3 * j + 2] > 0);
        if (joint.visible()) {
          // The table has two decimals.
          assertThat(joint.distance(places[3 * j], places[3 * j + 1])).isLessThan(0.02);
        }
      }
      ByteImage seen = box.of(ImageFile.read(person.image()));
      long[] expected = pixels.part(i, Shape.of(128, 128, 3), DataType.UINT8).longs();
      long difference = 0;
      for (int p = 0; p < expected.length; p++) {
        int value = seen.at(p % 3, p / 3 / 128, p / 3 % 128);
        difference += Math.abs(value - expected[p]);
      }
      // Decoders of JPEG differ by a step or two.
      assertThat(difference / (double) expected.length).as(person.name()).isLessThan(1);
    }
  }
}
