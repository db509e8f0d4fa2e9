package dev.pluto.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluto.spi.Problem;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Turns single values of a YAML tree into Java values.
 *
 * @param folder what relative paths refer to
 */
record ScalarBinder(Path folder) {

  /** The value as {@code type}, or nothing if it does not fit, which is then noted. */
  Optional<Object> bind(Class<?> type, JsonNode node, String place, List<Problem> problems) {
    Optional<Object> value = convert(type, node);
    if (value.isEmpty()) {
      String written = node.isValueNode() ? node.asText() : node.toString();
      problems.add(new Problem(place, "'" + written + "' does not fit", describe(type)));
    }
    return value;
  }

  private Optional<Object> convert(Class<?> type, JsonNode node) {
    if (type == Object.class) {
      return Optional.of(YamlText.toJava(node));
    }
    if (!node.isValueNode()) {
      return Optional.empty();
    }
    if (type == String.class) {
      return Optional.of(node.asText());
    }
    if (type == Path.class) {
      return path(node.asText());
    }
    if (type == boolean.class || type == Boolean.class) {
      return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }
    if (type.isEnum()) {
      return constant(type, node.asText());
    }
    return number(node).flatMap(n -> narrow(type, n));
  }

  private Optional<Object> path(String text) {
    try {
      return text.isBlank()
          ? Optional.empty()
          : Optional.of(folder.resolve(text).toAbsolutePath().normalize());
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private static Optional<Object> constant(Class<?> type, String text) {
    return Arrays.<Object>stream(type.getEnumConstants())
        .filter(c -> label(c).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private static Optional<BigDecimal> number(JsonNode node) {
    try {
      return node.isNumber() || node.isTextual()
          ? Optional.of(new BigDecimal(node.asText().trim()))
          : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Object> narrow(Class<?> type, BigDecimal number) {
    try {
      if (type == int.class || type == Integer.class) {
        return Optional.of(number.intValueExact());
      }
      if (type == OptionalInt.class) {
        return Optional.of(OptionalInt.of(number.intValueExact()));
      }
      if (type == long.class || type == Long.class) {
        return Optional.of(number.longValueExact());
      }
      if (type == OptionalLong.class) {
        return Optional.of(OptionalLong.of(number.longValueExact()));
      }
    } catch (ArithmeticException notWhole) {
      return Optional.empty();
    }
    if (!Double.isFinite(number.doubleValue())) {
      return Optional.empty();
    }
    if (type == OptionalDouble.class) {
      return Optional.of(OptionalDouble.of(number.doubleValue()));
    }
    if (type == double.class || type == Double.class) {
      return Optional.of(number.doubleValue());
    }
    throw new IllegalArgumentException("an options record can't have a component of " + type);
  }

  /** Whether a type is one of the primitive optionals. */
  static boolean isOptional(Class<?> type) {
    return type == OptionalInt.class || type == OptionalLong.class || type == OptionalDouble.class;
  }

  /** The empty value of a primitive optional type. */
  static Object emptyOptional(Class<?> type) {
    if (type == OptionalInt.class) {
      return OptionalInt.empty();
    }
    return type == OptionalLong.class ? OptionalLong.empty() : OptionalDouble.empty();
  }

  /** What a value of a type looks like, for error messages. */
  static String describe(Class<?> type) {
    if (type == Path.class) {
      return "a path";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true, false";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(ScalarBinder::label)
          .collect(Collectors.joining(", "));
    }
    boolean fraction = type == double.class || type == Double.class || type == OptionalDouble.class;
    if (fraction) {
      return "a number";
    }
    return type.isPrimitive() || Number.class.isAssignableFrom(type) || isOptional(type)
        ? "a whole number"
        : "a value";
  }

  /** How a constant is written in recipes. */
  static String label(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
