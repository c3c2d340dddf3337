/// What a step of a workflow does that can go wrong, as inspection finds it in a definition and the policy's `risk.raise` names it.
package enum Deed: String, Hashable, Sendable, CaseIterable {
  case payment, access, contract, communication
  case dataChange = "data-change"
  /// Reads or holds data about people.
  case personal
  /// Runs a program or code of its own on the engine's machine.
  case command
}
