package dev.pluto.plugins.nas;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.Restructuring;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.SearchOperator;
import dev.pluto.spi.search.StructureDecision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Proposes cheaper ways to compute convolutions, activations and residual blocks. */
@Extension
public final class NasOperator implements SearchOperator<NasOptions> {
  static final String NAME = "nas";

  /** An alternative has to save a tenth of the multiply-adds to be worth its decisions. */
  private static final double LARGEST_SHARE = 0.9;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "replaces layers by cheaper ones and removes residual blocks";
  }

  @Override
  public Class<NasOptions> options() {
    return NasOptions.class;
  }

  @Override
  public Restructuring restructure(SearchContext context, NasOptions options) {
    List<Problem> problems = options.problems();
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    Proposal proposal = new Proposal(context, options);
    context.graph().nodes().forEach(proposal::add);
    return new Restructuring(proposal.decisions, proposal.refusals);
  }

  /** Everything is proposed before: nothing is left to contribute. */
  @Override
  public Contribution contribute(SearchContext context, NasOptions options) {
    return new Contribution(List.of(), List.of(), List.of());
  }

  private static final class Proposal {
    private final SearchContext context;
    private final NasOptions options;
    private final List<StructureDecision> decisions = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    Proposal(SearchContext context, NasOptions options) {
      this.context = context;
      this.options = options;
    }

    void add(Node node) {
      if (node.opType().equals("Conv") && node.domain().isEmpty()) {
        addConvolution(node);
      } else if (options.has(Kind.ACTIVATION) && !Activations.of(node).isEmpty()) {
        decisions.add(new BranchDecision(node.name(), node.output(), Activations.of(node)));
      }
      if (options.has(Kind.BLOCK)) {
        ResidualBlock.of(context.graph(), node, context.types())
            .ifPresent(block -> addBlock(node, block));
      }
    }

    private void addConvolution(Node node) {
      Graph graph = context.graph();
      Optional<String> obstacle = ConvolutionSite.obstacle(graph, node);
      if (obstacle.isPresent()) {
        refusals.add(new Refusal(node.name(), obstacle.get()));
        return;
      }
      List<Candidate> candidates =
          alternatives(ConvolutionSite.of(graph, node, context.types())).stream()
              .filter(c -> c.share() <= LARGEST_SHARE)
              .sorted(Comparator.comparingDouble(c -> -c.share()))
              .toList();
      if (candidates.isEmpty()) {
        refusals.add(new Refusal(node.name(), "no alternative saves a tenth of its multiply-adds"));
      } else {
        decisions.add(new BranchDecision(node.name(), node.output(), candidates));
      }
    }

    private List<Candidate> alternatives(ConvolutionSite site) {
      List<Candidate> candidates = new ArrayList<>();
      if (options.has(Kind.KERNEL)) {
        candidates.addAll(CentreKernel.of(site));
      }
      if (options.has(Kind.SEPARABLE)) {
        candidates.addAll(Separable.of(site));
      }
      if (options.has(Kind.LOW_RANK)) {
        candidates.addAll(LowRank.of(site, options.rankShare()));
      }
      if (options.has(Kind.GROUPED)) {
        candidates.addAll(Grouped.of(site, options.groups()));
      }
      return candidates;
    }

    private void addBlock(Node add, ResidualBlock block) {
      if (context.graph().isOutput(block.output())) {
        refusals.add(new Refusal(add.name(), "its sum is a result of the model"));
      } else {
        decisions.add(new BranchDecision(add.name(), block.output(), block.removed()));
      }
    }
  }
}
