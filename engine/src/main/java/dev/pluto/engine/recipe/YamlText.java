package dev.pluto.engine.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

/** YAML as text and as a tree. */
final class YamlText {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private YamlText() {}

  /** The tree of a document. */
  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /** A tree for plain Java values: maps, lists, numbers, texts. */
  static JsonNode toTree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Plain Java values for a tree that is not null. */
  static Object toJava(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }

  /** A value as written after a key; what is no YAML is taken as a text. */
  static JsonNode parseValue(String text) {
    try {
      return parse(text);
    } catch (JsonProcessingException notYaml) {
      return MAPPER.getNodeFactory().textNode(text);
    }
  }

  /** The document of plain Java values. */
  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can't be written as YAML: " + value, e);
    }
  }
}
