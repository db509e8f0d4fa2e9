package dev.pluto.engine.operator.matrix;

import dev.pluto.spi.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The equation of an Einsum: one letter per axis.
 *
 * @param operands the letters of every operand
 * @param result the letters of the result
 */
record Subscripts(List<String> operands, String result) {
  /**
   * Reads an equation; without an arrow the result has the letters that occur once, in order.
   *
   * @throws IllegalArgumentException if it does not fit the number of operands
   */
  static Subscripts of(String equation, int operandCount) {
    String compact = equation.replace(" ", "");
    if (compact.isEmpty() || compact.contains(".")) {
      throw new IllegalArgumentException("equation '" + equation + "' is missing or has ellipses");
    }
    int arrow = compact.indexOf("->");
    String left = arrow < 0 ? compact : compact.substring(0, arrow);
    List<String> operands = List.of(left.split(",", -1));
    String result = arrow < 0 ? lettersOnce(left) : compact.substring(arrow + 2);
    boolean known = result.chars().allMatch(letter -> left.indexOf(letter) >= 0);
    if (operands.size() != operandCount || !known || result.contains(",")) {
      throw new IllegalArgumentException(
          "equation '%s' for %d operands".formatted(equation, operandCount));
    }
    return new Subscripts(operands, result);
  }

  private static String lettersOnce(String operands) {
    Map<Character, Integer> occurrences = new TreeMap<>();
    for (char letter : operands.replace(",", "").toCharArray()) {
      occurrences.merge(letter, 1, Integer::sum);
    }
    StringBuilder once = new StringBuilder();
    occurrences.forEach((letter, count) -> once.append(count == 1 ? letter.toString() : ""));
    return once.toString();
  }

  /**
   * The size that every letter stands for.
   *
   * @throws IllegalArgumentException if shapes do not fit the letters
   */
  Map<Character, Long> sizes(List<Shape> shapes) {
    Map<Character, Long> sizes = new HashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      String letters = operands.get(i);
      if (letters.length() != shapes.get(i).rank()) {
        throw new IllegalArgumentException("'%s' for %s".formatted(letters, shapes.get(i)));
      }
      for (int axis = 0; axis < letters.length(); axis++) {
        long size = shapes.get(i).size(axis);
        Long other = sizes.put(letters.charAt(axis), size);
        if (other != null && other != size) {
          throw new IllegalArgumentException(
              "'%s' is %d and %d".formatted(letters.charAt(axis), other, size));
        }
      }
    }
    return sizes;
  }

  /** Shape of the result. */
  Shape resultShape(List<Shape> shapes) {
    Map<Character, Long> sizes = sizes(shapes);
    List<Long> result = new ArrayList<>();
    for (char letter : this.result.toCharArray()) {
      result.add(sizes.getOrDefault(letter, 1L));
    }
    return Shape.of(result);
  }

  /** Whether no operand has a letter twice, which takes its diagonal. */
  boolean areDistinct() {
    return operands.stream().allMatch(o -> o.chars().distinct().count() == o.length());
  }
}
