package dev.pluto.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pluto.engine.cost.TestDecision;
import dev.pluto.engine.structure.TestStructure;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  @Test
  void nothingToDecideIsAProblemOfTheModelThatListsEveryRefusal() {
    Map<String, Contribution> contributions = new LinkedHashMap<>();
    contributions.put(
        "quantization",
        refusing(
            new Refusal("conv1", "the chip has no integers"),
            new Refusal("conv2", "its weight is computed")));
    contributions.put("pruning", refusing(new Refusal("conv1", "its channels are an output")));
    contributions.put("distillation", refusing());
    ProblemException problem =
        catchThrowableOfType(ProblemException.class, () -> space(contributions));
    assertThat(problem.kind()).isEqualTo(ProblemException.Kind.MODEL);
    assertThat(problem.problems())
        .containsExactly(
            new Problem("model", "nothing in it can be compressed"),
            new Problem("quantization/conv1", "the chip has no integers"),
            new Problem("quantization/conv2", "its weight is computed"),
            new Problem("pruning/conv1", "its channels are an output"));
  }

  @Test
  void anIdThatTwoOperatorsUseIsNamedTogetherWithBoth() {
    Map<String, Contribution> contributions = new LinkedHashMap<>();
    contributions.put("first", deciding(precision("weight")));
    contributions.put("second", deciding(precision("weight")));
    assertThatIllegalStateException()
        .isThrownBy(() -> space(contributions))
        .withMessageContainingAll("'first'", "'second'", "'precision/weight'");
  }

  @Test
  void aDecisionWithOneSettingDecidesNothing() {
    Decision fixed = TestDecision.precision("weight", List.of("weight"), List.of());
    assertThatIllegalStateException()
        .isThrownBy(() -> space(Map.of("quantization", deciding(fixed))))
        .withMessageContainingAll("'precision/weight'", "'quantization'");
  }

  @Test
  void widthsComeBeforePrecisionsAndOtherwiseInTheOrderOfTheOperators() {
    Map<String, Contribution> contributions = new LinkedHashMap<>();
    contributions.put("quantization", deciding(precision("b"), precision("a")));
    contributions.put("pruning", deciding(width("conv")));
    SearchSpace space = space(contributions);
    assertThat(space.decisions().stream().map(Decision::id))
        .containsExactly("width/conv", "precision/b", "precision/a");
    assertThat(space.operators()).containsExactly("pruning", "quantization", "quantization");
    assertThat(space.label(0, 1)).isEqualTo("4 of 8");
    assertThat(space.refusals().keySet()).containsExactly("quantization", "pruning");
  }

  @Test
  void otherStructuresCannotBeContributedWhenStructuresAreSettled() {
    Decision late = new TestStructure("late", "value", List.of());
    assertThatIllegalStateException()
        .isThrownBy(() -> space(Map.of("nas", deciding(late))))
        .withMessageContaining("'late' of operator 'nas'");
  }

  private static SearchSpace space(Map<String, Contribution> contributions) {
    return SearchSpace.of(Graph.builder("none").build(), List.of(), Map.of(), contributions);
  }

  private static Contribution refusing(Refusal... refusals) {
    return new Contribution(List.of(), List.of(), List.of(refusals));
  }

  private static Contribution deciding(Decision... decisions) {
    return new Contribution(List.of(decisions), List.of(), List.of());
  }

  private static Decision precision(String tensor) {
    return TestDecision.precision(tensor, List.of(tensor), List.of(Precision.INT8));
  }

  private static Decision width(String group) {
    return TestDecision.width(new ChannelGroup(group, 8, List.of()), List.of(8, 4));
  }
}
