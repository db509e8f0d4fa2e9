package dev.pluto.plugins.keypoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageFolder;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.plugins.samples.HoldOut;
import dev.pluto.plugins.samples.Problems;
import dev.pluto.plugins.samples.files.NamePattern;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Task;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pf4j.Extension;

/** Joints of persons and other objects by heat maps, [N, joints, rows, columns]. */
@Extension
public final class KeypointsTask implements Task<KeypointsOptions> {
  /** Joints farther away than so many sides of the image are taken for damaged. */
  private static final int MOST_SIDES = 8;

  private final JointTableFormat format = new JointTableFormat();

  @Override
  public String name() {
    return "keypoints";
  }

  @Override
  public String description() {
    return "joints by heat maps; quality is the share of correct keypoints (PCK)";
  }

  @Override
  public Class<KeypointsOptions> options() {
    return KeypointsOptions.class;
  }

  @Override
  public List<DataFormat> formats() {
    return List.of(format);
  }

  private record Split(List<Person> training, List<Person> validation, String origin) {}

  @Override
  public Dataset open(DataRequest request, KeypointsOptions options) {
    ImageInput input = ImageInput.of(request.inputs());
    KeypointsData data = format.read(request.path(), options.joints());
    JointNames names = data.names();
    checkMaps(request.outputs().get(0), names);
    Optional<List<Integer>> mirrored = names.mirrored(options.pairs());
    Reference reference = new Reference(names.torso(options.torso()));
    Split split = split(data, request, options);
    int limit = Math.min(request.limit().orElse(Integer.MAX_VALUE), split.training().size());
    List<Person> training = split.training().subList(0, limit);
    List<Person> judged =
        split.validation().stream().filter(p -> reference.of(p.joints()).isPresent()).toList();
    if (training.isEmpty() || judged.isEmpty()) {
      throw refused(
          request.path().toString(),
          "%d persons to train on, %d of %d validation persons with the joints that errors are measured by"
              .formatted(training.size(), judged.size(), split.validation().size()),
          "at least one of each");
    }
    checkImages(training, judged);
    KeypointsDataset.View view =
        new KeypointsDataset.View(
            input,
            input.height().orElse(options.imageSize()),
            input.width().orElse(options.imageSize()),
            options,
            new Variation(options, mirrored.filter(m -> options.mirror())),
            reference,
            names.spreads().orElse(List.of()));
    String origin =
        judged.size() == split.validation().size()
            ? split.origin()
            : "%s (%d of %d persons, those with the joints that errors are measured by)"
                .formatted(split.origin(), judged.size(), split.validation().size());
    return new KeypointsDataset(
        KeypointsDataset.People.of(training, view),
        KeypointsDataset.People.of(judged, view),
        origin,
        view,
        Normalization.ZERO_TO_ONE);
  }

  private static void checkMaps(ValueInfo output, JointNames names) {
    List<Dimension> sizes = output.dimensions().orElse(List.of());
    if (sizes.size() != 4) {
      throw refused(
          "task keypoints, model output '%s'".formatted(output.name()),
          "it has %d dimensions".formatted(sizes.size()),
          "heat maps [N, joints, rows, columns]");
    }
    int joints = names.names().size();
    if (sizes.get(1) instanceof Dimension.Fixed fixed && fixed.size() != joints) {
      throw refused(
          "task keypoints, model output '%s'".formatted(output.name()),
          "%d heat maps for the %d joints %s".formatted(fixed.size(), joints, names.names()),
          "a heat map per joint; task.options.joints names those of the model");
    }
  }

  /** Looks at the headers of all images. */
  private static void checkImages(List<Person> training, List<Person> validation) {
    Problems problems = new Problems();
    for (List<Person> persons : List.of(training, validation)) {
      List<ImageFile.Size> sizes = ImageFolder.sizes(persons.stream().map(Person::image).toList());
      for (int i = 0; i < sizes.size(); i++) {
        Person person = persons.get(i);
        ImageFile.Size size = sizes.get(i);
        if (person.box().filter(box -> isNear(box, size)).isEmpty()) {
          problems.add(person.image().toString(), "its joints lie far outside of it", "");
        }
      }
    }
    problems.refuse();
  }

  private static boolean isNear(Rectangle2D box, ImageFile.Size size) {
    double far = MOST_SIDES * (double) Math.max(size.height(), size.width());
    return box.getMinX() > -far
        && box.getMinY() > -far
        && box.getMaxX() < far
        && box.getMaxY() < far;
  }

  private Split split(KeypointsData data, DataRequest request, KeypointsOptions options) {
    List<Person> all = data.training().persons();
    String origin = data.training().origin();
    if (request.validation().isPresent()) {
      Path path = request.validation().get();
      KeypointsData other = format.read(path, data.names().names());
      KeypointsData.Part part = other.test().orElse(other.training());
      return new Split(all, part.persons(), part.origin());
    }
    if (options.validate().isPresent()) {
      NamePattern pattern = NamePattern.of(options.validate().get());
      return parted(all, pattern::matches, "%s of %s".formatted(options.validate().get(), origin));
    }
    if (data.test().isPresent()) {
      return new Split(all, data.test().get().persons(), data.test().get().origin());
    }
    // All persons of an image are on one side.
    List<String> images = all.stream().map(Person::name).distinct().toList();
    Set<String> held = new HashSet<>();
    HoldOut.tenth(images.size(), request.seed())
        .validation()
        .forEach(index -> held.add(images.get(index)));
    return parted(
        all, held::contains, "a tenth of %s, drawn with seed %d".formatted(origin, request.seed()));
  }

  private static Split parted(List<Person> all, Predicate<String> validates, String origin) {
    return new Split(
        all.stream().filter(p -> !validates.test(p.name())).toList(),
        all.stream().filter(p -> validates.test(p.name())).toList(),
        origin);
  }

  private static ProblemException refused(String place, String what, String allowed) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what, allowed));
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    return HeatMaps.loss(outputs.get(0), targets.get(0), targets.get(1));
  }

  @Override
  public QualityMetric qualityMetric() {
    return new QualityMetric("PCK", "", true);
  }

  @Override
  public QualityAccumulator accumulator() {
    return new CorrectKeypoints();
  }

  @Override
  public List<OutputMeaning> outputs(List<ValueInfo> outputs) {
    return outputs.stream().<OutputMeaning>map(output -> new OutputMeaning.Signal()).toList();
  }
}
