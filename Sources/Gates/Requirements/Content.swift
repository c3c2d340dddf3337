package import Diagnostics
import Facts

/// `content`: names, sizes and links are in order, and the manifest reads.
package struct Content: Requirement {
  package static let id = "content"
  package static let asks = "The workflow's files have plain names, allowed kinds and sizes, and its manifest reads."
  package static let rules: [Rule] = []

  package init() {}

  package func isAsked(of matter: Matter) -> Bool { matter.isMove || matter.question.act == .adoption }

  package func mender(_ matter: Matter) -> Step.Part? { .author }

  package func judge(_ matter: Matter) -> Answer {
    guard case .known(let findings) = matter.facts.content else { return unknown(matter.facts.content) }
    let errors = findings.filter { $0.level == .error }
    return errors.isEmpty ? .met("in order") : .unmet(errors)
  }
}
