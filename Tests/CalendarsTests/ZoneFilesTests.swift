import Calendars
import Glibc
import Testing
import Vocabulary

@Suite struct ZoneFilesTests {
  @Test(arguments: [
    "", "/etc/passwd", "../../../etc/passwd", "Europe/../Berlin", "Europe//Berlin", "Europe/", "/Europe/Berlin", ".",
    "..",
    "zone.tab", "Europe/Ber\u{0}lin", "Europe/Berlin\n", "Europe/Ber lin", "Europe/Bérlin", "Europe/\u{202e}Berlin",
    "-c/Berlin", String(repeating: "A", count: 65), ":Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3",
  ])
  func `what is not the form of a name is refused`(zone: String) {
    #expect(throws: ZoneError.refusedName(zone)) { try ZoneFiles.load(zone) }
  }

  @Test(arguments: ["localtime", "posixrules"])
  func `a zone that each host sets for itself is refused`(zone: String) {
    #expect(throws: ZoneError.hostDependent(zone)) { try ZoneFiles.load(zone) }
  }

  @Test(arguments: [
    ("Europe/Berln", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"),
    ("America/NewYork", "America/New_York"), ("Eurpoe/Berlin", "Europe/Berlin"), ("Europe/Berlin/Mitte", nil),
    ("Mars/Olympus", nil),
  ])
  func `an unknown zone is refused, with the name that was probably meant`(zone: String, expected: String?) throws {
    let error = try #require(throws: ZoneError.self) { try ZoneFiles.load(zone) }
    #expect(error == .unknown(zone: zone, suggestion: expected))
    #expect(error.suggestion == expected)
    #expect(error.message == "the time zone database has no zone '\(zone)'")
  }

  @Test func `a folder of zones is no zone`() {
    #expect(throws: ZoneError.notAFile(zone: "Europe")) { try ZoneFiles.load("Europe") }
  }

  @Test func `without a database only UTC is known`() throws {
    #expect(throws: ZoneError.noDatabase(folder: "/nowhere")) { try ZoneFiles.load("Europe/Berlin", from: "/nowhere") }
    #expect(try ZoneFiles.load("UTC", from: "/nowhere") == .utc)
  }

  @Test func `files that are too large, empty, or pipes are refused`() throws {
    let folder = try temporaryFolder()
    defer { _ = system("rm -rf '\(folder)'") }
    try write([UInt8](repeating: 0x54, count: ZoneFiles.sizeLimit + 1), to: folder + "/Large")
    try write([], to: folder + "/Empty")
    try write(tzif(footer: "<+05>-5"), to: folder + "/Good")
    #expect(mkfifo(folder + "/Pipe", 0o600) == 0)
    #expect(throws: ZoneError.tooLarge(zone: "Large", limit: ZoneFiles.sizeLimit)) {
      try ZoneFiles.load("Large", from: folder)
    }
    #expect(throws: ZoneError.damaged(zone: "Empty", .truncated)) { try ZoneFiles.load("Empty", from: folder) }
    #expect(throws: ZoneError.notAFile(zone: "Pipe")) { try ZoneFiles.load("Pipe", from: folder) }
    #expect(try ZoneFiles.load("Good", from: folder).offset(at: Timestamp(seconds: 0)) == 18_000)
    #expect(ZoneFiles.names(in: folder) == ["Empty", "Good", "Large", "Pipe"])
  }

  @Test func `every zone of this host is read`() throws {
    let names = ZoneFiles.names()
    #expect(names.contains("Europe/Berlin") && names.contains("America/Argentina/Buenos_Aires") && names.count > 300)
    for name in names { _ = try ZoneFiles.load(name) }
  }

  private func temporaryFolder() throws -> String {
    var template = Array("/tmp/calendars-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template), "no temporary folder")
    return String(cString: folder)
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "wb"), "cannot write")
    defer { fclose(file) }
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }
}
