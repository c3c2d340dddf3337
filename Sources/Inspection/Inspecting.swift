package import Diagnostics
package import Workflows

/// One file of a workflow's directory, as it was read.
package struct Inspected: Hashable, Sendable {
  /// nil: it looks like no engine's definition.
  package var engine: Engine?
  /// One file may hold several workflows; none where it could not be read.
  package var models: [Model]
  /// Why something could not be read. A file with errors here is not understood, whatever models it has.
  package var findings: [Finding]

  package init(engine: Engine?, models: [Model] = [], findings: [Finding] = []) {
    self.engine = engine
    self.models = models
    self.findings = findings
  }
}
