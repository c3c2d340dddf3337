package import Diagnostics

/// Something a judge may know. What could not be read is unknown, with the reason, and never a yes.
package enum Fact<Value: Hashable & Sendable>: Hashable, Sendable {
  case known(Value)
  case unknown(because: Finding)
}
