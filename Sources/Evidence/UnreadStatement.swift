package import Diagnostics
import StrictJSON
package import Vocabulary

/// An envelope in its place whose statement does not read here: of a newer format, or of none. Its signature was not yet looked at.
package struct UnreadStatement: Hashable, Sendable {
  package let id: String
  package let envelope: Envelope
  /// Where it lies in its journal.
  package let path: String
  /// Why it does not read.
  package let finding: Finding
  /// When it was signed, and for which repository; nil where that does not stand as in every format that is known here.
  package let time: Timestamp?
  package let repository: String?
  private let subjects: [Subject]?

  init(id: String, envelope: Envelope, path: String, finding: Finding) {
    self.id = id
    self.envelope = envelope
    self.path = path
    self.finding = finding
    (subjects, time, repository) = StatementReading.outline(envelope.payload)
  }

  /// Whether it may lie there. One that tells of what it speaks cannot be carried to another version; of another nobody knows.
  func lies(in directory: String, of workflow: String) -> Bool {
    guard let subjects else { return true }
    return subjects.contains { subject in
      guard subject.workflow == workflow else { return false }
      guard directory != JournalPath.records, case .version(let version) = subject.digest else {
        return directory == JournalPath.records
      }
      return directory == JournalPath.directory(of: version.dirHash)
    }
  }
}
