package dev.pluto.plugins.superresolution;

import java.nio.file.Path;

/** Pairs of files. */
record NamedPairsFormat() implements PairFormat {
  @Override
  public String name() {
    return "image-pairs";
  }

  @Override
  public String description() {
    return "a folder with pairs NAME_HR.png and NAME_LRx2.png";
  }

  @Override
  public Recognition recognise(Path path) {
    return PairFiles.holdsPairs(path)
        ? new Recognition(1, "files named NAME_LRx2")
        : new Recognition(0, "no files named NAME_LRx2");
  }

  @Override
  public PairFiles read(Path path) {
    return PairFiles.ofPairs(path);
  }
}
