/// What a check stands for, beside others' catalogues.
package struct Controls: Hashable, Sendable {
  /// The control of automation security that it keeps, in a few words: `integrations: allowlists`.
  package let guide: String
  /// Of the Common Weakness Enumeration; empty where none fits.
  package let cwe: [Int]
  /// Subcategories of the NIST Cybersecurity Framework 2.0.
  package let csf: [String]
  /// Controls of ISO/IEC 27001:2022, Annex A, without the letter.
  package let iso: [String]

  package init(_ guide: String, cwe: [Int] = [], csf: [String], iso: [String]) {
    self.guide = guide
    self.cwe = cwe
    self.csf = csf
    self.iso = iso
  }

  /// One line for people, the same in `explain` and on the page.
  package var words: String {
    var parts = ["Control: \(guide)"]
    if !cwe.isEmpty { parts.append(cwe.map { "CWE-\($0)" }.joined(separator: ", ")) }
    parts.append("NIST CSF 2.0: \(csf.joined(separator: ", "))")
    parts.append("ISO/IEC 27001:2022: \(iso.map { "A.\($0)" }.joined(separator: ", "))")
    return parts.joined(separator: ". ") + "."
  }

  /// For programs: `external/cwe/cwe-319` as code scanning knows them, `nist-csf/PR.DS-02`, `iso-27001/A.8.24`.
  package var tags: [String] {
    cwe.map { "external/cwe/cwe-\($0 < 100 ? "0" : "")\($0)" } + csf.map { "nist-csf/\($0)" }
      + iso.map { "iso-27001/A.\($0)" }
  }
}
