import Documents
import Testing

@Suite("documents: words from outside")
struct WordsTests {
  /// Of no form that a rule knows.
  private static let made = "aB3dE5fG7hJ9" + "kL1mN3pQ5rS7"

  @Test("what a machine made is left out, whatever it is; ids, hashes and names are not")
  func discreet() {
    #expect(listed([Self.made]) == "'…'")
    #expect(listed(["xyz_\(Self.made)-a"]) == "'xyz_…-a'")
    #expect(listed(["count", "k.\(Self.made)"]) == "'count', 'k.…'")
    for word in [
      "1b380d9c8f0e4a5b6c7d8e9f0a1b2c3d4e5f6a7b", "5f0e6c1e-7b1d-4c58-9a53-0d6f2f1b7c11", "vendor-payment-2024-11-30",
      "approveVendorPaymentsOfTheWeek2", "SHA256:short", "naïve", "",
    ] {
      #expect(listed([word]) == "'\(word)'")
    }
  }
}
