/// How much a change can harm, from least to most.
package enum RiskClass: String, Hashable, Sendable, Comparable, CaseIterable {
  case low, medium, high, critical

  package static func < (lower: RiskClass, upper: RiskClass) -> Bool { lower.rank < upper.rank }

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    case .critical: 3
    }
  }
}
