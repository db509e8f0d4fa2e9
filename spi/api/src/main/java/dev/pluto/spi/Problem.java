package dev.pluto.spi;

/**
 * One thing that is wrong with what the user gave.
 *
 * @param place where: a recipe key path, a file, a node of the model
 * @param what what is wrong there
 * @param allowed what would have been accepted, or an empty text where that goes without saying
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Problem(String place, String what, String allowed) {
  /** A problem whose remedy goes without saying. */
  public Problem(String place, String what) {
    this(place, what, "");
  }

  @Override
  public String toString() {
    String text = place.isEmpty() ? what : place + ": " + what;
    return allowed.isEmpty() ? text : text + " (allowed: " + allowed + ")";
  }
}
