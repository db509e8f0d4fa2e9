package dev.pluto.engine.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pluto.engine.report.chart.Line;
import dev.pluto.engine.report.chart.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code events.jsonl} tells: the figures of each stage over its steps, and the messages. A
 * stage that began again, because the run was interrupted or a budget was missed, counts from its
 * last beginning. Lines that can't be read are passed over: a run that was killed leaves one.
 */
final class RunHistory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NO_FIGURES = Set.of("event", "stage", "step");

  private final Map<String, Map<String, List<Point>>> stages = new LinkedHashMap<>();
  private final Set<String> messages = new LinkedHashSet<>();

  private RunHistory() {}

  /** Reads the lines of the file. */
  static RunHistory parse(String text) {
    RunHistory history = new RunHistory();
    text.lines().forEach(history::add);
    return history;
  }

  private void add(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      String stage = event.path("stage").asText();
      switch (event.path("event").asText()) {
        case "stage-started" -> stages.put(stage, new LinkedHashMap<>());
        case "progress" -> addFigures(stage, event);
        case "message" -> messages.add(event.path("text").asText());
        default -> {}
      }
    } catch (JsonProcessingException e) {
      // Written when the run was killed.
    }
  }

  private void addFigures(String stage, JsonNode event) {
    Map<String, List<Point>> figures = stages.computeIfAbsent(stage, s -> new LinkedHashMap<>());
    double step = event.path("step").asDouble();
    event
        .properties()
        .forEach(
            figure -> {
              if (!NO_FIGURES.contains(figure.getKey()) && figure.getValue().isNumber()) {
                figures
                    .computeIfAbsent(figure.getKey(), f -> new ArrayList<>())
                    .add(new Point(step, figure.getValue().asDouble()));
              }
            });
  }

  /**
   * A figure over the steps of a stage.
   *
   * @param name what to call the line
   */
  Line line(String stage, String figure, String name) {
    return new Line(name, stages.getOrDefault(stage, Map.of()).getOrDefault(figure, List.of()));
  }

  /** What the run said, each once. */
  List<String> messages() {
    return List.copyOf(messages);
  }
}
