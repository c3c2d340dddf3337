import Diagnostics
import Evidence
import Testing
import Vocabulary

@Suite("statements: exceptions")
struct ExceptionStatements {
  @Test("an exception for anything but one version of one workflow", arguments: exceptionSubjects)
  func exceptionSubject(name: String, subject: String) throws {
    let digest = #"{"dirHash":"\#(Sample.version.dirHash)","gitTree":"\#(Sample.version.gitTree)"}"#
    let plain = #"{"name":"workflows/vendor-payment","digest":\#(digest)}"#
    let text = try Sample.text(
      Sample.exception, replacing: plain,
      with: subject.replacing("PLAIN", with: plain).replacing("DIGEST", with: digest))
    guard case .failure(let finding) = Sample.read(text) else {
      Issue.record("it was read: \(name)")
      return
    }
    #expect(finding.what.contains("one version of one workflow"), "\(finding.what)")
  }

  static let exceptionSubjects = [
    ("two workflows", #"PLAIN,{"name":"workflows/other","digest":DIGEST}"#),
    ("the policy", #"{"name":".countersign","digest":DIGEST}"#),
    ("everything", #"{"name":"all","digest":DIGEST}"#),
    (
      "a commit",
      #"{"name":"workflows/vendor-payment","digest":{"gitCommit":"abababababababababababababababababababab"}}"#
    ),
  ]
}
