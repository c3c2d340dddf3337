import StrictXML
import Testing

private func read(_ text: String) throws -> XMLElement {
  try StrictXML.read(Array(text.utf8))
}

@Suite struct ReadingTests {
  @Test func elementsKeepNamesAttributesTextAndPlaces() throws {
    let root = try read(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <x:root xmlns:x="urn:x" b="2" a="1 &lt;&#x9;&quot;">
        größe<item/> tail <![CDATA[<raw>&amp;]]>
        <x:item n="日本">é</x:item></x:root>
      """)
    #expect(root.name == "x:root")
    #expect(root.position == XMLPosition(line: 2, column: 1, offset: 39))
    #expect(
      root.attributes == [XMLAttribute("xmlns:x", "urn:x"), XMLAttribute("b", "2"), XMLAttribute("a", "1 <\t\"")])
    #expect(root["b"] == "2" && root["c"] == nil)
    #expect(root.text == "\n  größe tail <raw>&amp;\n  ")
    #expect(root.children.map(\.name) == ["item", "x:item"])
    #expect(root.children[0].position == XMLPosition(line: 3, column: 8, offset: 101))
    #expect(root.children[1].position == XMLPosition(line: 4, column: 3, offset: 139))
    #expect(root.children(named: "x:item").map(\.text) == ["é"])
    #expect(root.children(named: "none").isEmpty)
  }

  @Test(arguments: [
    "<a/>", "\u{feff}<a/>", "<?xml version='1.0'?><a/>", "<?xml version='1.0' encoding='utf-8' standalone='yes'?><a/>",
    "<?xml version='1.0' encoding='US-ASCII'?><a/>", "<!-- x --><a></a><!-- y -->\n", "<?style x?><a/>", "\n <a\n/>",
  ])
  func theSameElement(_ text: String) throws {
    let root = try read(text)
    #expect(root.name == "a" && root.attributes.isEmpty && root.children.isEmpty && root.text.isEmpty)
  }

  @Test(arguments: [true, false])
  func utf16(_ isBigEndian: Bool) throws {
    let text = "\u{feff}<?xml version='1.0' encoding='UTF-16'?>\n<a b='é'>😀<c/></a>"
    let bytes = text.utf16.flatMap { unit in
      isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xff)] : [UInt8(unit & 0xff), UInt8(unit >> 8)]
    }
    let root = try StrictXML.read(bytes)
    #expect(root["b"] == "é" && root.text == "😀")
    #expect(root.children.first?.position.line == 2)
  }

  @Test func expatIsNewEnough() {
    let numbers = StrictXML.libraryVersion.split(separator: ".").compactMap { Int($0) }
    #expect(numbers.count == 3 && !numbers.lexicographicallyPrecedes([2, 4, 1]))
  }

  @Test func lineEndsAreNormalised() throws {
    let root = try read("<a b='x\r\ny'>1\r\n2\r3</a>")
    #expect(root.text == "1\n2\n3" && root["b"] == "x y")
  }
}
