package dev.pluto.engine.operator.recurrent;

import static dev.pluto.engine.operator.base.Script.number;

import dev.pluto.engine.operator.base.Script;
import dev.pluto.spi.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A recurrent node as a loop over steps, in TorchScript: every form that ONNX defines. The products
 * with W of all steps are one matrix product in front of the loop.
 */
final class StepLoop {
  private final Node node;
  private final Recurrence recurrence;
  private final boolean ragged;
  private final List<String> lines = new ArrayList<>();

  /**
   * The loop of a node.
   *
   * @param ragged whether sequences end before the last step, as {@code sequence_lens} says
   */
  StepLoop(Node node, Recurrence recurrence, boolean ragged) {
    this.node = node;
    this.recurrence = recurrence;
    this.ragged = ragged;
  }

  Script script() {
    Cell cell = recurrence.cell();
    lines.add("x = " + (recurrence.batchFirst() ? "torch.transpose(x0, 0, 1)" : "x0"));
    if (ragged) {
      lines.add("steps = torch.arange(torch.size(x, 0), dtype=4, device=x0.device)");
      lines.add("valid = torch.unsqueeze(torch.lt(torch.unsqueeze(steps, 1), x4), 2)");
    }
    IntStream.range(0, recurrence.directions()).forEach(this::direction);
    List<String> results = new ArrayList<>();
    results.add(joined("y", 1, "torch.permute(%s, [2, 0, 1, 3])"));
    results.add(joined("h", 0, "torch.transpose(%s, 0, 1)"));
    if (cell.hasCellState()) {
      results.add(joined("c", 0, "torch.transpose(%s, 0, 1)"));
    }
    return Script.of(node, lines, results);
  }

  private String joined(String name, int axis, String toBatchFirst) {
    List<String> parts =
        IntStream.range(0, recurrence.directions()).mapToObj(d -> name + d).toList();
    String stacked = "torch.stack([%s], %d)".formatted(String.join(", ", parts), axis);
    return recurrence.batchFirst() ? toBatchFirst.formatted(stacked) : stacked;
  }

  private void direction(int d) {
    Cell cell = recurrence.cell();
    boolean reversed = recurrence.reversed().get(d);
    lines.add("w = torch.t(torch.select(x1, 0, %d))".formatted(d));
    lines.add("r = torch.t(torch.select(x2, 0, %d))".formatted(d));
    lines.add("hidden = torch.size(r, 0)");
    lines.add("gates = torch.size(r, 1)");
    String products = "torch.matmul(x, w)";
    if (hasBias()) {
      lines.add("b = torch.select(x3, 0, %d)".formatted(d));
      lines.add("rb = torch.slice(b, 0, gates)");
      products = "torch.add(torch.matmul(x, w), torch.slice(b, 0, 0, gates))";
    }
    lines.add("px = torch.unbind(%s, 0)".formatted(inOrder(products, reversed)));
    if (ragged) {
      lines.add("ends = torch.unbind(%s, 0)".formatted(inOrder("valid", reversed)));
    }
    state("h" + d, Recurrence.INITIAL_H, d);
    if (cell.hasCellState()) {
      state("c" + d, Recurrence.INITIAL_C, d);
      if (node.input(Recurrence.P).isPresent()) {
        lines.add("p = torch.chunk(torch.select(x7, 0, %d), 3, 0)".formatted(d));
      }
    }
    lines.add("ys%d = annotate(List[Tensor], [])".formatted(d));
    lines.add("for i in range(torch.len(px)):");
    List<CellActivation> activations = recurrence.activations().get(d);
    switch (cell) {
      case RNN -> simple(d, activations);
      case GRU -> gru(d, activations);
      case LSTM -> lstm(d, activations);
    }
    step("y = n");
    if (ragged) {
      // Behind its end a sequence keeps its state and gives zeros.
      step("n = torch.where(ends[i], n, h%d)".formatted(d));
      step("y = torch.where(ends[i], n, torch.zeros_like(n))");
      if (cell.hasCellState()) {
        step("m = torch.where(ends[i], m, c%d)".formatted(d));
      }
    }
    step("h%d = n".formatted(d));
    if (cell.hasCellState()) {
      step("c%d = m".formatted(d));
    }
    step("_0 = torch.append(ys%d, y)".formatted(d));
    lines.add("y%d = %s".formatted(d, inOrder("torch.stack(ys%d, 0)".formatted(d), reversed)));
  }

  private static String inOrder(String sequence, boolean reversed) {
    return reversed ? "torch.flip(%s, [0])".formatted(sequence) : sequence;
  }

  private boolean hasBias() {
    return node.input(Recurrence.B).isPresent();
  }

  private void state(String name, int input, int direction) {
    lines.add(
        node.input(input).isPresent()
            ? "%s = torch.select(x%d, %d, %d)"
                .formatted(name, input, recurrence.batchFirst() ? 1 : 0, direction)
            : "%s = torch.new_zeros(x0, [torch.size(x, 1), hidden])".formatted(name));
  }

  private void step(String line) {
    lines.add("  " + line);
  }

  /** R·h + the second bias, of all gates. */
  private String recurrent(String state, String matrix, String bias) {
    return hasBias()
        ? "torch.addmm(%s, %s, %s)".formatted(bias, state, matrix)
        : "torch.mm(%s, %s)".formatted(state, matrix);
  }

  private String clipped(String x) {
    return recurrence
        .clip()
        .map(bound -> "torch.clamp(%s, %s, %s)".formatted(x, number(-bound), number(bound)))
        .orElse(x);
  }

  private void simple(int d, List<CellActivation> f) {
    String sum = "torch.add(px[i], %s)".formatted(recurrent("h" + d, "r", "rb"));
    step("n = " + f.get(0).at(clipped(sum)));
  }

  private void gru(int d, List<CellActivation> f) {
    String h = "h" + d;
    step("gx = torch.chunk(px[i], 3, 1)");
    if (recurrence.linearBeforeReset()) {
      step("gh = torch.chunk(%s, 3, 1)".formatted(recurrent(h, "r", "rb")));
    } else {
      step(
          "gh = torch.chunk(%s, 2, 1)"
              .formatted(
                  recurrent(
                      h,
                      "torch.slice(r, 1, 0, torch.mul(hidden, 2))",
                      "torch.slice(rb, 0, 0, torch.mul(hidden, 2))")));
    }
    step("z = " + f.get(0).at(clipped("torch.add(gx[0], gh[0])")));
    step("s = " + f.get(0).at(clipped("torch.add(gx[1], gh[1])")));
    String candidate =
        recurrence.linearBeforeReset()
            ? "torch.mul(s, gh[2])"
            : recurrent(
                "torch.mul(s, %s)".formatted(h),
                "torch.slice(r, 1, torch.mul(hidden, 2))",
                "torch.slice(rb, 0, torch.mul(hidden, 2))");
    step("a = " + f.get(1).at(clipped("torch.add(gx[2], %s)".formatted(candidate))));
    step("n = torch.add(a, torch.mul(z, torch.sub(%s, a)))".formatted(h));
  }

  private void lstm(int d, List<CellActivation> f) {
    String c = "c" + d;
    step("g = torch.chunk(torch.add(px[i], %s), 4, 1)".formatted(recurrent("h" + d, "r", "rb")));
    step("a = " + f.get(0).at(clipped(peephole("g[0]", 0, c))));
    step(
        "k = "
            + (recurrence.coupledForget()
                ? "torch.rsub(a, 1.)"
                : f.get(0).at(clipped(peephole("g[2]", 2, c)))));
    step(
        "m = torch.add(torch.mul(k, %s), torch.mul(a, %s))"
            .formatted(c, f.get(1).at(clipped("g[3]"))));
    step("o = " + f.get(0).at(clipped(peephole("g[1]", 1, "m"))));
    step("n = torch.mul(o, %s)".formatted(f.get(2).at("m")));
  }

  private String peephole(String gate, int part, String cellState) {
    return node.input(Recurrence.P).isPresent()
        ? "torch.add(%s, torch.mul(p[%d], %s))".formatted(gate, part, cellState)
        : gate;
  }
}
