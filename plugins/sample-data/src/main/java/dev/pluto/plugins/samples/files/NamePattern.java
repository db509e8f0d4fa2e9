package dev.pluto.plugins.samples.files;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;

/** Which files a user means. */
public record NamePattern(PathMatcher matcher) {
  private static final String REGULAR_EXPRESSION = "regex:";

  /**
   * The pattern.
   *
   * @throws IllegalArgumentException if it cannot be understood
   */
  public static NamePattern of(String written) {
    FileSystem files = FileSystems.getDefault();
    try {
      String pattern = written.startsWith(REGULAR_EXPRESSION) ? written : "glob:" + written;
      return new NamePattern(files.getPathMatcher(pattern));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("validate: " + e.getMessage(), e);
    }
  }

  /** Whether it is meant, by its path in the data or by its name alone. */
  public boolean matches(String name) {
    Path path = Path.of(name);
    Path last = path.getFileName();
    return matcher.matches(path) || (last != null && matcher.matches(last));
  }
}
