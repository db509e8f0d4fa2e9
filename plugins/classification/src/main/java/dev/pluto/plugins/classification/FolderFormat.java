package dev.pluto.plugins.classification;

import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageFolder;
import dev.pluto.plugins.samples.files.FolderParts;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One folder of images per class. The order of the samples takes the first image of every class,
 * then the second of every class, and so on, so that the first N are of all classes.
 */
final class FolderFormat implements LabelledFormat {
  @Override
  public String name() {
    return "image-folder";
  }

  @Override
  public String description() {
    return "a folder of folders of images ("
        + ImageFile.FORMATS
        + "), one per class; train/ and test/ (or val/) above them where there is a test part";
  }

  @Override
  public Recognition recognise(Path path) {
    int classes = ImageFolder.imageFolders(parts(path).training()).size();
    return classes == 0
        ? new Recognition(0, "no folders of images in it")
        : new Recognition(0.9, classes + " folders of images");
  }

  @Override
  public boolean mirrorsWell() {
    return true;
  }

  @Override
  public LabelledData read(Path path) {
    FolderParts parts = parts(path);
    List<Path> classFolders = ImageFolder.imageFolders(parts.training());
    if (classFolders.isEmpty()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(path.toString(), "no folders of images in it", description()));
    }
    return new LabelledData(
        part(parts.training(), classFolders),
        parts.test().map(test -> part(test, ImageFolder.imageFolders(test))));
  }

  private static FolderParts parts(Path path) {
    return FolderParts.of(path, folder -> !ImageFolder.imageFolders(folder).isEmpty());
  }

  /** The images of all classes, in turn; every header is looked at. */
  private static LabelledPart part(Path folder, List<Path> classFolders) {
    List<List<Path>> byClass = classFolders.stream().map(ImageFolder::images).toList();
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int longest = byClass.stream().mapToInt(List::size).max().orElse(0);
    for (int turn = 0; turn < longest; turn++) {
      for (int label = 0; label < byClass.size(); label++) {
        if (turn < byClass.get(label).size()) {
          files.add(byClass.get(label).get(turn));
          labels.add(label);
        }
      }
    }
    ImageFolder.sizes(files);
    List<String> classes = classFolders.stream().map(f -> String.valueOf(f.getFileName())).toList();
    return new LabelledPart(folder.toString(), classes, new ImageFiles(files, labels));
  }
}
