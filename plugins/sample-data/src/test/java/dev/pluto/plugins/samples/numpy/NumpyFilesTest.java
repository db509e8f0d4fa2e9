package dev.pluto.plugins.samples.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyFilesTest {
  private final NumpyFiles files = new NumpyFiles();

  @TempDir private Path folder = Path.of("");

  private Path written(byte[] bytes) {
    return NumpyBytes.write(folder.resolve("array.npy"), bytes);
  }

  private NumpyArray opened(byte[] bytes) {
    return files.npy(written(bytes));
  }

  private void refused(byte[] bytes, String why) {
    assertThatThrownBy(() -> opened(bytes))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("array.npy")
        .hasMessageContaining(why);
  }

  @Test
  void partsAreReadOneByOne() {
    NumpyArray array = opened(NumpyBytes.floats("(3, 2)", 1, 2, 3, 4, 5, 6));
    assertThat(array.shape()).isEqualTo(Shape.of(3, 2));
    assertThat(array.part(1, Shape.of(2), DataType.FLOAT))
        .isEqualTo(Tensor.ofFloats(Shape.of(2), 3, 4));
    assertThat(array.part(2, Shape.of(2), DataType.FLOAT))
        .isEqualTo(Tensor.ofFloats(Shape.of(2), 5, 6));
  }

  @Test
  void theFirstAxisMayBeTheFastest() {
    byte[] elements = {0, 10, 1, 11, 2, 12};
    NumpyArray array = opened(NumpyBytes.npy("|u1", true, "(2, 3)", elements));
    assertThat(array.part(0, Shape.of(2, 3), DataType.UINT8).longs())
        .containsExactly(0, 1, 2, 10, 11, 12);
  }

  /** 1, 2 and the largest or smallest of each type, as NumPy writes them. */
  @ParameterizedTest
  @CsvSource({
    "<f2, 003C 0040 FF7B, 1.0 2.0 65504.0",
    ">f2, 3C00 4000 FBFF, 1.0 2.0 -65504.0",
    "<f8, 000000000000F03F 0000000000000040 000000000000E0BF, 1.0 2.0 -0.5",
    ">f4, 3F800000 40000000 BF000000, 1.0 2.0 -0.5",
    ">i2, 0001 0002 8000, 1.0 2.0 -32768.0",
    "<u2, 0100 0200 FFFF, 1.0 2.0 65535.0",
    "<i4, 01000000 02000000 FFFFFFFF, 1.0 2.0 -1.0",
    "<u4, 01000000 02000000 FFFFFFFF, 1.0 2.0 4294967295.0",
    "<i8, 0100000000000000 0200000000000000 FFFFFFFFFFFFFFFF, 1.0 2.0 -1.0",
    "|i1, 01 02 80, 1.0 2.0 -128.0",
    "|u1, 01 02 FF, 1.0 2.0 255.0",
    "|b1, 01 00 01, 1.0 0.0 1.0",
  })
  void allNumbersBecomeFloats(String type, String bytes, String expected) {
    byte[] elements = java.util.HexFormat.of().parseHex(bytes.replace(" ", ""));
    NumpyArray array = opened(NumpyBytes.npy(type, false, "(3,)", elements));
    float[] values = new float[3];
    for (int i = 0; i < 3; i++) {
      values[i] = Float.parseFloat(expected.split(" ", -1)[i]);
    }
    assertThat(array.part(0, Shape.of(3), DataType.FLOAT).floats()).isEqualTo(values);
  }

  @Test
  void integersBecomeIntegersThatHoldThem() {
    byte[] elements =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(7).putLong(300).array();
    NumpyArray array = opened(NumpyBytes.npy("<i8", false, "(2,)", elements));
    for (DataType type : List.of(DataType.INT64, DataType.INT32, DataType.INT16)) {
      assertThat(array.part(0, Shape.of(2), type).longs()).containsExactly(7, 300);
    }
    assertThatThrownBy(() -> array.part(0, Shape.of(2), DataType.UINT8))
        .hasMessageContaining("element [1] is 300")
        .hasMessageContaining("0 to 255");
    assertThat(opened(NumpyBytes.floats("(1,)", 1)).convertsTo(DataType.INT64)).isFalse();
    byte[] large = new byte[8];
    Arrays.fill(large, (byte) 0xFF);
    NumpyArray unsigned = opened(NumpyBytes.npy("<u8", false, "(1,)", large));
    assertThatThrownBy(() -> unsigned.part(0, Shape.of(1), DataType.INT64))
        .hasMessageContaining("18446744073709551615");
  }

  @Test
  void numbersThatAreNoneAreNamedWithTheirPlace() {
    NumpyArray array = opened(NumpyBytes.floats("(2, 2)", 1, 2, 3, Float.NaN));
    assertThat(array.part(0, Shape.of(2), DataType.FLOAT)).isNotNull();
    assertThatThrownBy(() -> array.part(1, Shape.of(2), DataType.FLOAT))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("array.npy, sample 1: element [1] is NaN");
    byte[] huge = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(1e300).array();
    assertThatThrownBy(
            () ->
                opened(NumpyBytes.npy("<f8", false, "(1,)", huge))
                    .part(0, Shape.of(1), DataType.FLOAT))
        .hasMessageContaining("1.0E300");
  }

  @Test
  void aHeaderThatPromisesWhatIsNotThereIsRefusedAndNothingAllocated() {
    byte[] few = new byte[12];
    refused(NumpyBytes.npy("<f4", false, "(4,)", few), "promises 16 bytes of elements, it has 12");
    refused(NumpyBytes.npy("<f4", false, "(2,)", few), "promises 8 bytes of elements, it has 12");
    refused(NumpyBytes.npy("<f4", false, "(999999999999,)", few), "promises 3999999999996 bytes");
    refused(NumpyBytes.npy("<f4", true, "(999999999, 9)", few), "promises");
    refused(
        NumpyBytes.npy("<f8", false, "(999999999999999999, 999999999999999999)", few),
        "no array can have its shape");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<U8', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f3', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)}",
      })
  void headersThatNumPyWouldNotWriteForNumbersAreRefused(String header) {
    refused(NumpyBytes.withHeader(header, new byte[4]), "it cannot be read as NPY");
  }

  @Test
  void pickledObjectsAreNeverRead() {
    refused(NumpyBytes.npy("|O", false, "(1,)", new byte[4]), "pickled");
  }

  @Test
  void otherFilesAreRefused() {
    refused(new byte[0], "ends before its header");
    refused("no array at all".getBytes(StandardCharsets.UTF_8), "does not begin as NPY files do");
    byte[] newer = NumpyBytes.floats("(1,)", 1);
    newer[6] = 9;
    refused(newer, "version 9");
    byte[] endless = NumpyBytes.floats("(1,)", 1);
    endless[6] = 2;
    refused(endless, "header has");
  }

  private Path archive(Map<String, byte[]> arrays) {
    return NumpyBytes.write(folder.resolve("arrays.npz"), NumpyBytes.npz(arrays));
  }

  @Test
  void arraysOfAnArchiveHaveNames() {
    Path file =
        archive(Map.of("a", NumpyBytes.floats("(2,)", 1, 2), "b", NumpyBytes.floats("(1,)", 3)));
    assertThat(files.names(file)).containsExactlyInAnyOrder("a", "b");
    Map<String, NumpyArray> arrays = files.npz(file, List.of("b", "c"));
    assertThat(arrays).containsOnlyKeys("b");
    NumpyArray b = arrays.values().iterator().next();
    assertThat(b.part(0, Shape.of(1), DataType.FLOAT).floats()).containsExactly(3);
  }

  @Test
  void damagedArchivesAreRefused() {
    Path text = NumpyBytes.write(folder.resolve("text.npz"), new byte[100]);
    assertThatThrownBy(() -> files.npz(text, List.of("a")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("text.npz: it cannot be read as NPZ");
    Path promising = archive(Map.of("a", NumpyBytes.npy("<f4", false, "(9,)", new byte[4])));
    assertThatThrownBy(() -> files.npz(promising, List.of("a")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("array 'a'")
        .hasMessageContaining("promises 36 bytes of elements, it has 4");
    Path longer = archive(Map.of("a", NumpyBytes.npy("<f4", false, "(1,)", new byte[400])));
    assertThatThrownBy(() -> files.npz(longer, List.of("a")))
        .hasMessageContaining("goes on behind");
  }

  @Test
  void arraysLargerThanTheMemoryAreRefused() {
    Path huge = archive(Map.of("a", NumpyBytes.npy("<f4", false, "(99999999999,)", new byte[4])));
    assertThatThrownBy(() -> files.npz(huge, List.of("a"))).hasMessageContaining("do not fit");
  }
}
