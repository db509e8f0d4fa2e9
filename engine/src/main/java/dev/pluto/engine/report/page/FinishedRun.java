package dev.pluto.engine.report.page;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.report.Report;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run has written about itself.
 *
 * @param recipe text of the recipe
 */
public record FinishedRun(
    Report report, Certificate certificate, String recipe, RunHistory history) {
  private static final String REPORT = "report.json";
  private static final String CERTIFICATE = "certificate.json";
  private static final String RECIPE = "recipe.yaml";
  private static final String EVENTS = "events.jsonl";

  /** Takes keys that later versions add; takes no value that is missing. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  /**
   * Reads the files of a run.
   *
   * @throws ProblemException (USAGE) that names every file that is missing, or the damaged one
   */
  public static FinishedRun read(Path folder) {
    List<Problem> missing = new ArrayList<>();
    for (String name : List.of(REPORT, CERTIFICATE, RECIPE, EVENTS)) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        missing.add(
            new Problem(folder.resolve(name).toString(), "is missing", "a run that is finished"));
      }
    }
    if (!missing.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, missing);
    }
    Report report = json(folder.resolve(REPORT), Report.class);
    Certificate certificate = json(folder.resolve(CERTIFICATE), Certificate.class);
    if (!report.compressed().sha256().equals(Optional.of(certificate.sha256()))) {
      throw damaged(folder.resolve(CERTIFICATE), "is of another file than " + REPORT);
    }
    return new FinishedRun(
        report,
        certificate,
        text(folder.resolve(RECIPE)),
        RunHistory.parse(text(folder.resolve(EVENTS))));
  }

  /** The unit of a metric. */
  String unit(String metric) {
    Map<String, Report.Cost> costs = report.compressed().cost();
    return costs.containsKey(metric) ? costs.get(metric).unit() : "";
  }

  private static <T> T json(Path file, Class<T> type) {
    try {
      return Optional.ofNullable(JSON.readValue(text(file), type))
          .orElseThrow(() -> damaged(file, "is damaged: it is null"));
    } catch (JsonMappingException e) {
      String key =
          e.getPath().stream()
              .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
              .collect(Collectors.joining("."));
      throw damaged(
          file, key.isEmpty() ? "is damaged" : "is damaged: '" + key + "' is missing or wrong");
    } catch (JsonProcessingException e) {
      throw damaged(file, "is damaged: " + e.getOriginalMessage());
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw damaged(file, "can't be read: " + e.getMessage());
    }
  }

  private static ProblemException damaged(Path file, String what) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(file.toString(), what, "as a run has written it"));
  }
}
