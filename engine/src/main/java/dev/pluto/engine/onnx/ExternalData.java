package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tensor elements that lie in files beside the model. Only plain files inside the model's folder
 * are read: a model from elsewhere must not reach other files of the reader.
 */
final class ExternalData {
  private final Optional<Path> folder;
  private final ModelProblems problems;
  private final Map<Region, ByteBuffer> regions = new HashMap<>();

  /** A part of a file; tensors that name the same one share its bytes. */
  private record Region(Path file, long offset, int bytes) {}

  /** Reads below {@code folder}; without a folder every external tensor is refused. */
  ExternalData(Optional<Path> folder, ModelProblems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** The {@code bytes} bytes of a tensor whose place in the model is {@code place}. */
  ByteBuffer read(TensorProto tensor, int bytes, String place) {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    Path file = locate(entries.getOrDefault("location", ""), place);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long offset = number(entries, "offset", 0, place);
      if (offset > size) {
        throw problems.fatal(place, "starts behind the end of '" + file + "'");
      }
      long length = number(entries, "length", size - offset, place);
      if (length > size - offset) {
        throw problems.fatal(place, "reaches behind the end of '" + file + "'");
      }
      if (length != bytes) {
        throw problems.fatal(
            place, "takes %d bytes, its external data has %d".formatted(bytes, length));
      }
      Region region = new Region(file, offset, bytes);
      ByteBuffer data = regions.get(region);
      if (data == null) {
        data = readFully(channel, region);
        regions.put(region, data);
      }
      return data.duplicate();
    } catch (IOException e) {
      throw problems.fatal(place, "external data cannot be read: " + e);
    }
  }

  private static ByteBuffer readFully(FileChannel channel, Region region) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(region.bytes());
    while (data.hasRemaining()) {
      if (channel.read(data, region.offset() + data.position()) < 0) {
        throw new EOFException("the file became shorter");
      }
    }
    return data.flip().asReadOnlyBuffer();
  }

  private long number(Map<String, String> entries, String key, long fallback, String place) {
    String text = entries.get(key);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw problems.fatal(place, "external data has " + key + " '" + text + "'");
    }
    throw problems.fatal(place, "external data has a negative " + key);
  }

  private Path locate(String location, String place) {
    Path base =
        folder.orElseThrow(
            () -> problems.fatal(place, "lies in a file of its own, and no folder is known"));
    try {
      Path relative = Path.of(location);
      boolean inside = !location.isEmpty() && !relative.isAbsolute();
      for (Path part : relative) {
        inside &= !part.toString().equals("..");
      }
      if (inside) {
        Path realBase = base.toRealPath();
        Path file = realBase.resolve(relative).normalize();
        // A path that differs from its real path passes a link somewhere.
        if (file.equals(file.toRealPath()) && Files.isRegularFile(file)) {
          return file;
        }
      }
    } catch (IOException | InvalidPathException e) {
      throw problems.fatal(place, "external data file '" + location + "' cannot be opened: " + e);
    }
    throw problems.fatal(
        place,
        "external data file '%s' is not a plain file in the model's folder".formatted(location));
  }
}
