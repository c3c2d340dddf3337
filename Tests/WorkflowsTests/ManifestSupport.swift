import Diagnostics
import Testing
import Workflows

/// One mistake: a manifest with `▸` where the finding must point, the rule, and words that the message must have.
struct ManifestMistake: Sendable, CustomTestStringConvertible {
  let name: String
  let manifest: String
  let rule: String
  let words: [String]

  /// `text` follows the head of a small manifest that is in order.
  init(_ name: String, _ text: String, _ rule: String, _ words: String...) {
    self.init(name, whole: manifestHead + text, rule, words)
  }

  init(_ name: String, whole: String, _ rule: String, _ words: [String]) {
    self.name = name
    self.manifest = whole
    self.rule = rule
    self.words = words
  }

  var testDescription: String { name }

  /// The place of the mark as `line:column`; nil where there is none.
  var place: String? {
    guard let mark = manifest.firstIndex(of: "▸") else { return nil }
    let before = manifest[..<mark].split(separator: "\n", omittingEmptySubsequences: false)
    return "\(before.count):\((before.last?.unicodeScalars.count ?? 0) + 1)"
  }

  var findings: [Finding] { manifestFindings(manifest.replacing("▸", with: "")) }
}

let manifestHead = """
  workflow: vendor-payment
  title: Pay approved vendor invoices
  engine: n8n
  definition: flow.json

  """

let manifestSource = "workflows/vendor-payment/workflow.yaml"

func readManifest(_ text: String) -> Result<Manifest, ManifestErrors> {
  ManifestReading.read(Array(text.utf8), source: manifestSource, directory: "vendor-payment")
}

func manifestFindings(_ text: String) -> [Finding] {
  switch readManifest(text) {
  case .success: []
  case .failure(let errors): errors.findings
  }
}

func manifestWords(_ finding: Finding) -> String {
  ([finding.what] + finding.because + finding.next).joined(separator: "\n")
}
