package dev.pluto.cli.command;

import dev.pluto.cli.failure.ExitCode;
import dev.pluto.cli.failure.Failure;
import dev.pluto.spi.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Runs a command only if the command line is right; else reports all that is wrong with it. */
public final class UsageCheck implements CommandLine.IExecutionStrategy {
  @Override
  public int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    List<CommandLine> commands = parsed.asCommandLineList();
    CommandLine last = commands.get(commands.size() - 1);
    String command = last.getCommandSpec().qualifiedName();
    List<Exception> errors =
        commands.stream().flatMap(c -> c.getParseResult().errors().stream()).toList();
    if (!errors.isEmpty()) {
      return refuse(last, errors.stream().flatMap(e -> problems(command, e).stream()).toList());
    }
    if (!last.getSubcommands().isEmpty()) {
      String names = String.join(", ", last.getSubcommands().keySet());
      return refuse(last, List.of(new Problem(command, "which command?", names)));
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int refuse(CommandLine command, List<Problem> problems) {
    boolean json =
        command.getCommand() instanceof EngineCommand engineCommand
            && engineCommand.outputOptions().json();
    Console console = new Console(command.getOut(), System.err, json, false);
    console.failure(Failure.usage(problems));
    System.err.println("Options: %s --help".formatted(command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE.number();
  }

  private static List<Problem> problems(String command, Exception error) {
    String message = String.valueOf(error.getMessage());
    List<Problem> problems = new ArrayList<>();
    problems.add(
        new Problem(
            command, message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1)));
    if (error instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      String nearest = String.join(", ", unmatched.getSuggestions());
      problems.set(
          0, new Problem(command, problems.get(0).what() + "; did you mean " + nearest + "?"));
    }
    return problems;
  }
}
