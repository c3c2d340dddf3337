import StrictJSON
import Testing

private func read(_ text: String) throws -> JSONNode {
  try StrictJSON.read(Array(text.utf8))
}

@Suite struct ReadingTests {
  @Test(arguments: [
    ("null", JSONNode.Content.null), ("true", .bool(true)), ("false", .bool(false)), ("\n\t\r 0 ", .number("0")),
    ("-0", .number("-0")), ("-0.0e-00", .number("-0.0e-00")), ("1E+5", .number("1E+5")), ("\"\"", .string("")),
    ("10000000000000000000000000000001", .number("10000000000000000000000000000001")),
    (#""\"\\\/\b\f\n\r\t\u00e9\u0000""#, .string("\"\\/\u{8}\u{c}\n\r\té\0")), (#""\ud83d\ude00""#, .string("😀")),
    (#""\uDBFF\uDFFF\uFFFF""#, .string("\u{10ffff}\u{ffff}")), ("\"é日😀\u{7f}\u{2028}\"", .string("é日😀\u{7f}\u{2028}")),
    ("[]", .array([])), ("[ \n ]", .array([])), ("{ }", .object([])),
  ])
  func content(_ text: String, _ expected: JSONNode.Content) throws {
    #expect(try read(text).content == expected)
  }

  @Test func everyNodeKnowsItsPlace() throws {
    let root = try read("{\r\n  \"größe\": [1, \"日本\", {\"x\\n\": null}],\n\t\"k\":true}")
    let members = try #require(root.members)
    #expect(root.position == JSONPosition(offset: 0, line: 1, column: 1))
    #expect(members[0].keyPosition == JSONPosition(offset: 5, line: 2, column: 3))
    let elements = try #require(members[0].value.array)
    #expect(members[0].value.position == JSONPosition(offset: 16, line: 2, column: 12))
    #expect(elements[0].position == JSONPosition(offset: 17, line: 2, column: 13))
    #expect(elements[1].position == JSONPosition(offset: 20, line: 2, column: 16))
    #expect(elements[2].position == JSONPosition(offset: 30, line: 2, column: 22))
    #expect(elements[2].members?.first?.keyPosition == JSONPosition(offset: 31, line: 2, column: 23))
    #expect(elements[2].members?.first?.value.position == JSONPosition(offset: 38, line: 2, column: 30))
    #expect(members[1].keyPosition == JSONPosition(offset: 47, line: 3, column: 2))
    #expect(members[1].value.position == JSONPosition(offset: 51, line: 3, column: 6))
  }

  @Test func conveniencesSayNilForEverythingElse() throws {
    let root = try read(
      #"{"s": "x", "i": -9223372036854775808, "f": 1.0, "e": 1e3, "o": 9223372036854775808, "#
        + #""b": false, "n": null, "a": [1]}"#)
    #expect(root["s"]?.string == "x" && root["s"]?.integer == nil && root["s"]?.array == nil && root["s"]?["x"] == nil)
    #expect(root["i"]?.integer == .min && root["i"]?.string == nil)
    #expect(root["f"]?.integer == nil && root["e"]?.integer == nil && root["o"]?.integer == nil)
    #expect(root["b"]?.bool == false && root["n"]?.isNull == true && root["n"]?.bool == nil)
    #expect(root["a"]?.array?.count == 1 && root["a"]?.members == nil && root["missing"] == nil)
    let kinds = try read(#"[null, true, 1, "", [], {}]"#).array?.map(\.kind)
    #expect(kinds == ["null", "a Boolean", "a number", "a string", "an array", "an object"])
  }

  @Test func conversionKeepsOrderAndNumbers() throws {
    let value = JSON(try read(#"{"b": [1, -0, 1.50, 92233720368547758070], "a": {"x": null, "y": true}}"#))
    let expected: JSON = [
      "b": [1, .number("-0"), .number("1.50"), .number("92233720368547758070")], "a": ["x": nil, "y": true],
    ]
    #expect(value == expected)
    #expect(value.written(pretty: false) == #"{"b":[1,-0,1.50,92233720368547758070],"a":{"x":null,"y":true}}"#)
  }
}
