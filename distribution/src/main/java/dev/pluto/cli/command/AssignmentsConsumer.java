package dev.pluto.cli.command;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes one or more {@code NAME=VALUE} arguments after an option and leaves what follows them, so
 * that the model's file name may come last.
 */
final class AssignmentsConsumer implements CommandLine.IParameterConsumer {
  private static final String ASSIGNMENT = "[a-z][a-z0-9-]*=.+";

  @Override
  @SuppressWarnings("JdkObsolete") // the type is picocli's
  public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
    Map<String, String> values = option.getValue();
    if (arguments.isEmpty() || !arguments.peek().matches(ASSIGNMENT)) {
      String got = arguments.isEmpty() ? "nothing" : "'" + arguments.pop() + "'";
      throw new CommandLine.ParameterException(
          command.commandLine(), "--budget needs METRIC=VALUE, such as macs=50%, not " + got);
    }
    while (!arguments.isEmpty() && arguments.peek().matches(ASSIGNMENT)) {
      String[] parts = arguments.pop().split("=", 2);
      values.put(parts[0], parts[1]);
    }
  }
}
