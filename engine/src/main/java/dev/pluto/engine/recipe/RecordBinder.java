package dev.pluto.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluto.spi.Option;
import dev.pluto.spi.Problem;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Binds a YAML tree to records and notes everything that does not fit. A component takes its
 * default from {@link Option#defaultValue}; one without default is required, unless it is optional,
 * a map or a record, which are then empty or bound from their own defaults.
 */
final class RecordBinder {
  private final ScalarBinder scalars;
  private final List<Problem> problems;

  RecordBinder(ScalarBinder scalars, List<Problem> problems) {
    this.scalars = scalars;
    this.problems = problems;
  }

  /** The record, or nothing if there was a problem, which is then noted. */
  <R extends Record> Optional<R> bind(Class<R> type, JsonNode node, String place) {
    if (!node.isObject() && !isAbsent(node)) {
      problems.add(new Problem(place, "'" + node + "' is not a mapping", "keys " + keys(type)));
      return Optional.empty();
    }
    int before = problems.size();
    RecordComponent[] components = type.getRecordComponents();
    reportUnknownKeys(node, List.of(keys(type).split(", ")), place);
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String key = place.isEmpty() ? component.getName() : place + "." + component.getName();
      Optional<Object> value = component(component, node.path(component.getName()), key);
      if (value.isPresent()) {
        arguments[i] = value.get();
      }
    }
    return problems.size() > before ? Optional.empty() : construct(type, arguments, place);
  }

  private void reportUnknownKeys(JsonNode node, List<String> known, String place) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        String key = place.isEmpty() ? entry.getKey() : place + "." + entry.getKey();
        String hint =
            Nearest.to(entry.getKey(), known).map(n -> "; did you mean '" + n + "'?").orElse("");
        problems.add(new Problem(key, "unknown key" + hint, String.join(", ", known)));
      }
    }
  }

  private Optional<Object> component(RecordComponent component, JsonNode given, String place) {
    JsonNode node = given;
    Option option = component.getAnnotation(Option.class);
    if (isAbsent(node) && option != null && !option.defaultValue().isEmpty()) {
      node = YamlText.parseValue(option.defaultValue());
    }
    Optional<Object> value = value(component.getGenericType(), node, place);
    return value.filter(v -> new ComponentCheck(component).accept(v, place, problems));
  }

  private Optional<Object> value(Type type, JsonNode node, String place) {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return isAbsent(node)
          ? Optional.of(Optional.empty())
          : value(argument(type, 0), node, place).map(Optional::of);
    }
    if (raw.isRecord()) {
      return bind(raw.asSubclass(Record.class), node, place).map(r -> r);
    }
    if (raw == Map.class) {
      return map(argument(type, 1), node, place);
    }
    if (raw == List.class) {
      return list(argument(type, 0), node, place);
    }
    if (ScalarBinder.isOptional(raw) && isAbsent(node)) {
      return Optional.of(ScalarBinder.emptyOptional(raw));
    }
    if (isAbsent(node) && raw != Object.class) {
      problems.add(new Problem(place, "is missing", ScalarBinder.describe(raw)));
      return Optional.empty();
    }
    return scalars.bind(raw, node, place, problems);
  }

  private Optional<Object> map(Type valueType, JsonNode node, String place) {
    if (!isAbsent(node) && !node.isObject()) {
      problems.add(new Problem(place, "'" + node + "' is not a mapping", "key: value pairs"));
      return Optional.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (isAbsent(entry.getValue()) && raw(valueType) == Object.class) {
        continue; // a key without a value is a key left out
      }
      value(valueType, entry.getValue(), place + "." + entry.getKey())
          .ifPresent(v -> values.put(entry.getKey(), v));
    }
    return Optional.of(values);
  }

  private Optional<Object> list(Type elementType, JsonNode node, String place) {
    if (!node.isArray()) {
      String what = isAbsent(node) ? "is missing" : "'" + node.asText() + "' is not a list";
      problems.add(
          new Problem(place, what, "a list of " + ScalarBinder.describe(raw(elementType))));
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      value(elementType, node.get(i), place + "[" + i + "]").ifPresent(values::add);
    }
    return Optional.of(List.copyOf(values));
  }

  private <R extends Record> Optional<R> construct(
      Class<R> type, Object[] arguments, String place) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        problems.add(new Problem(place, String.valueOf(refused.getMessage())));
        return Optional.empty();
      }
      throw new IllegalStateException(type + " can't be created", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " can't be created", e);
    }
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode()
        || node.isNull()
        || (node.isTextual() && node.asText().isEmpty()) // how "key:" without a value reads
        || (node.isObject() && node.isEmpty());
  }

  private static String keys(Class<? extends Record> type) {
    return String.join(
        ", ", Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
  }
}
