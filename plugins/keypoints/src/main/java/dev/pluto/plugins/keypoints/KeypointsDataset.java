package dev.pluto.plugins.keypoints;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.plugins.images.ImageTensors;
import dev.pluto.plugins.samples.BoundedCache;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Persons as samples. The first target is the joints, [joints, 3]: x, y in pixels of the input,
 * whether visible; the second is a {@link Frame}.
 */
record KeypointsDataset(
    People trainingPeople,
    People validationPeople,
    String validationOrigin,
    View view,
    Normalization present)
    implements Dataset {
  /** How much more than the model's input is kept for training to turn and shift. */
  private static final double MARGIN = 1.5;

  /** Of the area of the box around the joints: what a person fills (CrowdPose). */
  private static final double FILLED = 0.53;

  /** How persons become samples. */
  record View(
      ImageInput input,
      int height,
      int width,
      KeypointsOptions options,
      Variation variation,
      Reference reference,
      List<Double> spreads) {
    View {
      spreads = List.copyOf(spreads);
    }

    private CropBox crop(Person person, ByteImage image) {
      return person
          .box()
          .filter(box -> options.crop() == KeypointsOptions.Crop.PERSON)
          .map(box -> CropBox.around(box, options.boxScale(), width, height))
          .orElseGet(() -> CropBox.whole(image.width(), image.height(), width, height));
    }

    private Variation.Seen seen(Person person, double margin) {
      ByteImage image = ImageFile.read(person.image()).withChannels(input.channels());
      CropBox box = crop(person, image).enlarged(margin);
      return new Variation.Seen(box.of(image), person.joints().stream().map(box::of).toList());
    }

    private Sample sample(Variation.Seen seen, Normalization scaling) {
      List<Joint> joints = seen.joints();
      float[] places = new float[3 * joints.size()];
      for (int j = 0; j < joints.size(); j++) {
        places[3 * j] = (float) joints.get(j).x();
        places[3 * j + 1] = (float) joints.get(j).y();
        places[3 * j + 2] = joints.get(j).visible() ? 1 : 0;
      }
      Optional<Rectangle2D> box = Person.box(joints);
      Frame frame =
          new Frame(
              height,
              width,
              reference.of(joints),
              options.threshold(),
              box.map(b -> FILLED * b.getWidth() * b.getHeight()).orElse(0.0),
              options.sigma(),
              options.loss(),
              spreads);
      return new Sample(
          List.of(ImageTensors.of(seen.image(), scaling, input.channelsLast())),
          List.of(Tensor.ofFloats(Shape.of(joints.size(), 3), places), frame.toTensor()));
    }
  }

  /** Persons, and what was cut out of their images, as far as memory allows. */
  record People(
      List<Person> persons,
      BoundedCache<Variation.Seen> plain,
      BoundedCache<Variation.Seen> larger) {
    static People of(List<Person> persons, View view) {
      return new People(
          List.copyOf(persons),
          BoundedCache.ofQuarterHeap(
              i -> view.seen(persons.get(i), 1), seen -> seen.image().planes().length),
          BoundedCache.ofQuarterHeap(
              i -> view.seen(persons.get(i), MARGIN), seen -> seen.image().planes().length));
    }
  }

  @Override
  public Samples training() {
    return new Scaled(trainingPeople, view, present);
  }

  @Override
  public Samples validation() {
    return new Scaled(validationPeople, view, present);
  }

  @Override
  public List<Normalization> normalizations() {
    List<Normalization> usual =
        new ArrayList<>(
            List.of(
                Normalization.ZERO_TO_ONE, Normalization.MINUS_ONE_TO_ONE, Normalization.BYTES));
    if (view.input().channels() == 3) {
      usual.add(Normalization.IMAGENET);
    }
    return List.copyOf(usual);
  }

  @Override
  public Dataset with(Normalization normalization) {
    return new KeypointsDataset(
        trainingPeople, validationPeople, validationOrigin, view, normalization);
  }

  private record Scaled(People people, View view, Normalization scaling) implements Samples {
    @Override
    public int size() {
      return people.persons().size();
    }

    @Override
    public Sample get(int index) {
      return view.sample(people.plain().get(index), scaling);
    }

    @Override
    public Sample augmented(int index, RandomGenerator random) {
      Variation.Seen larger = people.larger().get(index);
      return view.sample(view.variation().of(larger, view.height(), view.width(), random), scaling);
    }
  }
}
