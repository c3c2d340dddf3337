import Gathering
import Git
import TestSupport
import Testing
import Vocabulary

@Suite("versions for showing: what is remembered is what is hashed")
struct ShownVersionsTests {
  @Test(
    "as hashed, from a file, and anew where the file is torn or another's",
    arguments: ["kept", "torn", "one byte", "empty", "not ours", "gone"])
  func same(how: String) throws {
    let story = try RandomStory(seed: 11, length: 6)
    let file = "repo/countersign/versions"
    let trees = try look(story)
    #expect(trees.count > 40)
    var bytes = try story.sandbox.read(file)
    switch how {
    case "torn": bytes.removeLast(30)
    case "one byte": bytes[bytes.count / 2] ^= 1
    case "empty": bytes = []
    case "not ours": bytes = [UInt8](repeating: 0xff, count: 5000)
    case "gone": _ = try story.sandbox.run("rm", [file])
    default: break
    }
    if how != "gone" { try story.sandbox.write(file, bytes) }
    #expect(try look(story) == trees)
  }

  /// Every workflow's directory that there ever was, shown and hashed by two who know nothing of each other.
  private func look(_ story: RandomStory) throws -> Set<ObjectID> {
    let shown = try story.collector()
    let hashed = try story.collector()
    var trees: Set<ObjectID> = []
    for commit in story.commits {
      let root = try shown.repository.commit(commit).tree
      guard let folder = try shown.repository.entry(at: "workflows", in: root), folder.mode == .tree else { continue }
      for entry in try shown.repository.tree(folder.id) where entry.mode == .tree {
        let quick = try shown.shownVersion(ofTree: entry.id)
        let whole = try hashed.version(ofTree: entry.id)
        #expect(quick == whole)
        trees.insert(entry.id)
      }
    }
    try shown.keepShownVersions()
    return trees
  }
}
