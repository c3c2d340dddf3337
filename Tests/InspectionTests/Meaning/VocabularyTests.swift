import Inspection
import Testing
import Vocabulary

@Suite("meaning: the words that others rely on")
struct MeaningWordsTests {
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    .joined(separator: "/")

  @Test("what steps do has one list of words")
  func deeds() {
    #expect(Set(Model.Step.Risk.allCases.map(\.rawValue)) == Set(Deed.allCases.map(\.rawValue)))
  }

  @Test("kinds stand in the order of their weight")
  func weights() {
    let ranks = ChangeKind.allCases.compactMap { ChangeWeight.allCases.firstIndex(of: $0.weight) }
    #expect(ranks == ranks.sorted())
    #expect(ChangeKind.allCases.map(\.rank) == Array(ChangeKind.allCases.indices))
  }
}
