package dev.pluto.spi.operator;

import dev.pluto.spi.Api;

/** Names an operator: its domain (empty for ONNX's own) and its type. */
@Api(status = Api.Status.STABLE, since = "0.1")
public record OperatorKey(String domain, String opType) {
  /** An operator of ONNX's own domain. */
  public static OperatorKey onnx(String opType) {
    return new OperatorKey("", opType);
  }

  @Override
  public String toString() {
    return domain.isEmpty() ? opType : domain + "." + opType;
  }
}
