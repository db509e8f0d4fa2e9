package dev.pluto.plugins.keypoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.ProblemException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JointNamesTest {
  private static final JointNames PERSON =
      new JointNames(List.of("nose", "left_shoulder", "Right Shoulder", "l_hip", "r_hip"));

  @Test
  void leftAndRightChangePlaces() {
    assertThat(PERSON.mirrored(List.of())).contains(List.of(0, 2, 1, 4, 3));
    assertThat(new JointNames(List.of("leftEye", "rightEye")).mirrored(List.of()))
        .contains(List.of(1, 0));
    JointNames corners = new JointNames(List.of("a", "b", "l", "tail"));
    assertThat(corners.mirrored(List.of())).isEmpty();
    assertThat(corners.mirrored(List.of("a:b"))).contains(List.of(1, 0, 2, 3));
    assertThatThrownBy(() -> corners.mirrored(List.of("a:c")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("task.options.pairs: 'a:c' does not name two joints");
    assertThatThrownBy(() -> corners.mirrored(List.of("a"))).hasMessageContaining("'a'");
  }

  @Test
  void theTorsoIsADiagonal() {
    assertThat(PERSON.torso(List.of()))
        .containsExactly(new JointNames.Pair(1, 4), new JointNames.Pair(2, 3));
    assertThat(PERSON.torso(List.of("nose:l_hip"))).containsExactly(new JointNames.Pair(0, 3));
    assertThat(new JointNames(List.of("a", "left_hip")).torso(List.of())).isEmpty();
  }

  @Test
  void theReferenceIsTheFirstVisiblePairOrTheDiagonal() {
    Reference torso = new Reference(PERSON.torso(List.of()));
    Joint origin = new Joint(0, 0, true);
    Joint far = new Joint(3, 4, true);
    List<Joint> both = List.of(Joint.UNKNOWN, origin, far, origin, far);
    assertThat(torso.of(both)).isEqualTo(OptionalDouble.of(5));
    List<Joint> one = List.of(far, Joint.UNKNOWN, new Joint(6, 8, true), origin, far);
    assertThat(torso.of(one)).isEqualTo(OptionalDouble.of(10));
    List<Joint> none = List.of(far, origin, Joint.UNKNOWN, origin, Joint.UNKNOWN);
    assertThat(torso.of(none)).isEmpty();
    assertThat(new Reference(List.of()).of(none)).isEqualTo(OptionalDouble.of(5));
  }

  @Test
  void theSpreadOfJointsIsKnownForPersons() {
    assertThat(PERSON.spreads()).contains(List.of(0.052, 0.158, 0.158, 0.214, 0.214));
    assertThat(new JointNames(List.of("nose", "tail")).spreads()).isEmpty();
  }
}
