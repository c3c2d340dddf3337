import StrictJSON
import Testing

@Suite struct WritingTests {
  @Test func prettyTextIndentsByTwo() {
    let value: JSON = ["schema": "x/v1", "list": [1, [], [:], [true, nil]], "none": JSON(nil), "some": JSON("y")]
    #expect(
      value.written(pretty: true) == """
        {
          "schema": "x/v1",
          "list": [
            1,
            [],
            {},
            [
              true,
              null
            ]
          ],
          "none": null,
          "some": "y"
        }
        """)
  }

  @Test func sortedKeysOrderByBytesAtEveryDepth() {
    let value: JSON = ["é": 1, "b": ["d": 1, "c": 2], "a": 3, "B": 4, "😀": 5, "\u{ffee}": 6]
    #expect(
      value.written(pretty: false, sortedKeys: true) == #"{"B":4,"a":3,"b":{"c":2,"d":1},"é":1,"￮":6,"😀":5}"#)
  }

  @Test(arguments: [
    ("\"\\/", #"\"\\/"#), ("\n\r\t\u{8}\0\u{1b}\u{7f}", #"\n\r\t\u0008\u0000\u001b\u007f"#),
    ("\u{85}\u{9b}", #"\u0085\u009b"#), ("\u{2028}\u{2029}", #"\u2028\u2029"#),
    ("\u{202e}\u{2066}\u{200b}\u{200f}\u{ad}\u{61c}", #"\u202e\u2066\u200b\u200f\u00ad\u061c"#),
    ("\u{feff}\u{fffe}\u{e000}", #"\ufeff\ufffe\ue000"#), ("\u{e0041}\u{10ffff}", #"\udb40\udc41\udbff\udfff"#),
    ("größe 日本 😀", "größe 日本 😀"), ("</script>", "</script>"),
  ])
  func whatHidesIsEscaped(_ text: String, _ escaped: String) {
    #expect(JSON.string(text).written(pretty: false) == "\"\(escaped)\"")
    #expect(JSON.object([JSON.Member(text, 1)]).written(pretty: false) == "{\"\(escaped)\":1}")
  }

  @Test(arguments: ["1,\"x\":2", "", "01", "1.", "NaN", " 1", "1 ", "٣", "1\n", "-"])
  func aNumberThatIsNoneIsWrittenAsString(_ text: String) throws {
    let written = JSON.number(text).written(pretty: false)
    #expect(try StrictJSON.read(Array(written.utf8)).content == .string(text))
  }

  @Test(arguments: ["0", "-0", "1.5e-7", "123456789012345678901234567890"])
  func aNumberIsWrittenAsItIs(_ text: String) {
    #expect(JSON.number(text).written(pretty: false) == text)
  }
}
