import Diagnostics
import Inspection
import Testing
import Vocabulary
import Workflows

@Suite("Checks: plain-transport")
struct PlainTransportTests {
  static let rows = [
    CheckRow("a public host", risk: .medium, [.error], words: ["http", "bank.example"]) {
      $0.calls("Pay", .known("bank.example"), scheme: "http")
    },
    CheckRow("a public host, of class low", risk: .low, [.warning]) {
      $0.calls("Pay", .known("bank.example"), scheme: "http")
    },
    CheckRow("mqtt without TLS", [.error]) { $0.calls("Pay", .known("broker.example"), scheme: "mqtt") },
    CheckRow("a host that nobody knows", [.warning]) { $0.calls("Pay", .unknown(because: "x"), scheme: "http") },
    CheckRow("no private address", [.error]) { $0.calls("Pay", .known("172.32.0.1"), scheme: "http") },
    CheckRow("not the name it begins with", [.error]) {
      $0.calls("Pay", .known("localhost.evil.example"), scheme: "http")
    },
    CheckRow("the same machine", [.note]) { $0.calls("Pay", .known("127.0.0.1"), scheme: "http") },
    CheckRow("a container next door", [.note]) { $0.calls("Pay", .known("qdrant"), scheme: "http") },
    CheckRow("a private address", [.note]) { $0.calls("Pay", .known("172.16.4.1"), scheme: "http") },
    CheckRow("a name of the local network", [.note]) { $0.calls("Pay", .known("printer.local"), scheme: "http") },
    CheckRow("encrypted") { $0.calls("Pay", .known("bank.example")) },
  ]

  @Test("found or not", arguments: rows)
  func found(row: CheckRow) throws { try row.check(PlainTransport.self) }
}
