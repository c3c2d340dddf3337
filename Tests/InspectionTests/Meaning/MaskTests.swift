import Inspection
import Testing
import Vocabulary

@Suite("what is secret while a difference is shown")
struct MaskTests {
  private static let tail = "!4" + "9tau"

  private func shown(_ old: Model, _ new: Model, _ masks: Masks = Masks()) -> [String] {
    masks.showing { Models.lines(old, new) }
  }

  private func paying(_ settings: [(String, String)], code: String = "") -> Model {
    var model = Models.payment
    model.edit("Pay invoice") { step in
      step.settings = settings.map { .init($0.0, $0.1, spot: Models.spot()) }
      if !code.isEmpty { step.code = [Model.Code(language: "javascript", text: code, spot: Models.spot())] }
    }
    return model
  }

  @Test(
    "what stands behind a name such as password is hidden to its end, whatever letters it has",
    arguments: [
      "const password='%%'", "\"password\": \"%%\"", "https://x.example/in?password=%%&page=2",
      "Authorization: Basic %%", "token=%%#1@2",
    ])
  func whole(text: String) {
    let text = text.replacing("%%", with: "Winter" + Self.tail)
    let lines = shown(Models.payment, paying([("body", text)], code: text)).joined(separator: "\n")
    #expect(!lines.contains(Self.tail.dropFirst()) && !lines.contains("Winter"), "\(lines)")
    #expect(lines.contains("characters, hash "), "\(lines)")
  }

  @Test("a name that only says where a secret is stays, and so does what follows it")
  func named() {
    let lines = shown(
      Models.payment, paying([("body", "token=secrets.TOKEN&page=2"), ("x", "password: {{ $json.pw }}!")])
    )
    .joined(separator: "\n")
    #expect(lines.contains("token=secrets.TOKEN&page=2") && lines.contains("password: {{ $json.pw }}!"), "\(lines)")
  }

  @Test(
    "what was found is hidden wherever it stands, its beginning before a cut, too, and the change is told all the same")
  func found() {
    let secret = "Kranich" + Self.tail
    let other = "Reiher" + Self.tail
    let masks = Masks([.init(Array(secret.utf8), hash: "aaaaaaaa11"), .init(Array(other.utf8), hash: "bbbbbbbb22")])
    let old = paying([
      ("url", "https://svc:\(secret)@x.example/"), ("long", String(repeating: "x", count: 90) + secret),
    ])
    let new = paying([("url", "https://svc:\(other)@x.example/"), ("long", "svc:\(secret.prefix(9))… sha")])
    let lines = shown(old, new, masks)
    let text = lines.joined(separator: "\n")
    #expect(text.contains("svc:(secret, hash aaaaaaaa)@") && text.contains("svc:(secret, hash bbbbbbbb)@"), "\(text)")
    #expect(!text.contains("Kran") && !text.contains("Reih"), "\(text)")
    #expect(lines.count == shown(old, new).count)
    #expect(Masks.shown("aaaaaaaa11") == "(secret, hash aaaaaaaa)")
    #expect(masks.hiding(Array("@@ -1 +1 @@ a: Kranich".utf8), isCut: true).count > 30)
    #expect(masks.hiding(Array("Kranich".utf8)) == Array("Kranich".utf8))
  }

  @Test("a digest that a definition's value is known by is shown under the key alone")
  func keyed() {
    let digest = "sha256:" + "0123456789abcdef"
    let (old, new) = (paying([("value", "x")]), paying([("value", digest), ("again", digest)]))
    let lines = [[1], [2]].map { key in
      shown(old, new, Masks(key: key)).joined(separator: "\n")
    }
    #expect(lines[0] != lines[1])
    for text in lines {
      #expect(!text.contains("sha256:") && !text.contains("0123"), "\(text)")
      let hashes = text.split(separator: "hash:").dropFirst().map { $0.prefix(8) }
      #expect(hashes.count == 2 && hashes[0] == hashes[1], "\(text)")
    }
    let pin = "x.example/app@sha256:" + String(repeating: "0123456789abcdef", count: 4)
    #expect(shown(old, paying([("value", pin)])).joined().contains("sha256:"))
  }
}
