import Diagnostics
import Evidence
import StrictJSON

extension FuzzTarget {
  /// What is read of an envelope is all of it: written again it is the same envelope.
  static let envelope = FuzzTarget("envelope") { file in
    let envelope: Envelope
    do throws(Finding) {
      envelope = try Envelope(reading: file, named: Envelope.id(of: file))
    } catch {
      return requireSound(error, lines: lineCount(file))
    }
    let written = envelope.written()
    do throws(Finding) {
      let again = try Envelope(reading: written, named: "again")
      precondition(again == envelope && again.written() == written, "an envelope is read otherwise than written")
      precondition(canonical(written) == canonical(file), "something in an envelope is not read")
    } catch {
      preconditionFailure("an envelope that was read cannot be read when it is written: \(error.what)")
    }
    requireSame(envelope.payload)
  }

  /// The same of the statement in it.
  static let statement = FuzzTarget("statement") { payload in requireSame(payload) }

  private static func requireSame(_ payload: [UInt8]) {
    let statement: Statement
    do throws(Finding) {
      statement = try StatementReading.read(payload, id: "fuzz")
    } catch {
      return requireSound(error, lines: lineCount(payload))
    }
    precondition(!statement.subjects.isEmpty, "a statement speaks of nothing")
    precondition(Set(statement.workflows).count == statement.subjects.count, "a statement speaks of a workflow twice")
    let written = statement.written()
    do throws(Finding) {
      let again = try StatementReading.read(written, id: "again")
      precondition(again == statement && again.written() == written, "a statement is read otherwise than written")
      precondition(canonical(written) == canonical(payload), "something in a statement is not read")
    } catch {
      preconditionFailure("a statement that was read cannot be read when it is written: \(error.what)")
    }
  }

  /// The one form that JSON has when its order of keys and its space are left aside.
  private static func canonical(_ bytes: [UInt8]) -> String {
    do throws(JSONError) {
      return JSON(try StrictJSON.read(bytes)).written(pretty: false, sortedKeys: true)
    } catch {
      preconditionFailure("what was read is no JSON")
    }
  }
}
