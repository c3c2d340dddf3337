package import Diagnostics
import StrictJSON
import StrictXML
import StrictYAML
package import Workflows

/// One file of a workflow's directory, as it was read.
package struct Inspected: Hashable, Sendable {
  /// nil: it looks like no engine's definition.
  package var engine: Engine?
  /// One file may hold several workflows; none where it could not be read.
  package var models: [Model]
  /// Why something could not be read. A file with errors here is not understood, whatever models it has.
  package var findings: [Finding]
  /// The engine whose definition the content looks like, whatever the manifest says.
  package var looks: Engine?
  /// What it was read from; nil where nothing was.
  package var source: Source?

  /// A file's path for messages, and its content.
  package struct Source: Hashable, Sendable {
    package let path: String
    package let bytes: [UInt8]
  }

  package init(engine: Engine?, models: [Model] = [], findings: [Finding] = [], looks: Engine? = nil) {
    self.engine = engine
    self.models = models
    self.findings = findings
    self.looks = looks ?? engine
  }
}

/// Reads definitions of any engine into models.
package enum Inspecting {
  /// What a file does. `engine` is the one that the manifest names; nil: it is told from the content. Pure: whatever the
  /// bytes are, the answer is a value, and what cannot be read is a finding in it.
  package static func inspect(_ bytes: [UInt8], path: String, engine: Engine?) -> Inspected {
    var inspected = read(bytes, path: path, engine: engine)
    inspected.source = Inspected.Source(path: path, bytes: bytes)
    return inspected
  }

  private static func read(_ bytes: [UInt8], path: String, engine: Engine?) -> Inspected {
    if engine == .script || (engine == nil && bytes.starts(with: "#!".utf8)) {
      return inspectScript(bytes, path: path)
    }
    let document: Document
    do throws(Finding) {
      document = try DefinitionReading.read(bytes, path: path)
    } catch {
      return Inspected(engine: engine ?? EngineDetection.engine(of: bytes, path: path), findings: [error])
    }
    let looks = EngineAdapters.all.first { $0.recognises(document) }
    guard let adapter = engine.map(EngineAdapters.adapter(for:)) ?? looks else {
      return Inspected(engine: EngineDetection.engine(of: bytes, path: path), findings: [unrecognised(path)])
    }
    guard adapter.recognises(document) else {
      return Inspected(engine: adapter.engine, findings: [other(adapter.engine, looks?.engine, path)])
    }
    let models = adapter.models(in: document)
    let findings = models.isEmpty ? [empty(adapter.engine, path)] : []
    return Inspected(engine: adapter.engine, models: models, findings: findings)
  }

  private static func inspectScript(_ bytes: [UInt8], path: String) -> Inspected {
    var inspected = Inspected(engine: .script)
    var refusal: DefinitionReading.Refusal?
    do throws(DefinitionReading.Refusal) {
      inspected.looks = EngineDetection.engine(of: try DefinitionReading.attempt(bytes, path: path), bytes)
    } catch {
      inspected.looks = EngineDetection.engine(ofUnread: bytes)
      refusal = error
    }
    guard bytes.count <= scriptLimit else {
      inspected.findings = [notText("the script has \(bytes.count) bytes, more than the limit of \(scriptLimit)", path)]
      return inspected
    }
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      inspected.findings = [notText("this is no text in UTF-8", path)]
      return inspected
    }
    if let hidden = refusal.flatMap({ DefinitionReading.hidden(by: $0, in: bytes) }) {
      inspected.findings = [hidden]
    } else {
      inspected.models = Script.models(in: Document(path: path, content: .text(text)))
    }
    return inspected
  }

  /// In bytes.
  private static let scriptLimit = 4 << 20
}

extension Inspecting {
  private static func notText(_ what: String, _ path: String) -> Finding {
    Finding(
      .definitionUnreadable, what, at: Place(path), because: ["it is read as a script, and what it does is not known"],
      next: ["name the script itself as 'definition' in the manifest, not what is built of it"])
  }

  private static func unrecognised(_ path: String) -> Finding {
    Finding(
      .definitionUnrecognised, "this looks like no engine's definition", at: Place(path),
      because: ["what it does is not known"],
      next: ["name the engine and the definition in the manifest; 'engine: script' for anything else"])
  }

  private static func other(_ engine: Engine, _ looks: Engine?, _ path: String) -> Finding {
    Finding(
      .definitionOtherEngine, "this is no definition for \(engine.rawValue)", at: Place(path),
      because: [looks.map { "it looks like one for \($0.rawValue)" } ?? "it looks like none that is known"],
      next: ["correct 'engine' or 'definition' in the manifest, or export the workflow again"])
  }

  private static func empty(_ engine: Engine, _ path: String) -> Finding {
    Finding(
      .definitionEmpty, "the file holds no workflow for \(engine.rawValue) that can be read", at: Place(path),
      because: ["what it does is not known"], next: ["name the file that holds it as 'definition' in the manifest"])
  }
}
