import Glibc
import Testing

@testable import Secrets

@Suite("secrets: the kept database")
struct CacheTests {
  @Test(
    "it is read again, and what was changed, cut off, opened to others or exchanged is made anew")
  func kept() throws {
    let directory = try temporaryDirectory()
    defer { remove(directory) }
    #expect(try !SecretEngine(.builtIn, cache: directory).fromCache)
    let file = try #require(files(in: directory).first)
    let path = "\(directory)/\(file)"
    let engine = try SecretEngine(.builtIn, cache: directory)
    #expect(engine.fromCache)
    #expect(try found(by: engine) == ["github-token"])

    let whole = try read(path)
    for spoil in [
      { (bytes: [UInt8]) in Array(bytes.dropLast(1)) }, { Array($0.prefix(40)) }, { _ in [] },
      { $0.enumerated().map { $0.offset == 200_000 ? $0.element ^ 1 : $0.element } },
    ] {
      try write(spoil(whole), path)
      let engine = try SecretEngine(.builtIn, cache: directory)
      #expect(!engine.fromCache)
      #expect(try found(by: engine) == ["github-token"])
      #expect(try SecretEngine(.builtIn, cache: directory).fromCache)
    }
    #expect(chmod(path, 0o666) == 0)
    #expect(try !SecretEngine(.builtIn, cache: directory).fromCache)
    // Another's place: a link is not followed.
    #expect(rename(path, "\(directory)/elsewhere") == 0 && symlink("elsewhere", path) == 0)
    #expect(try !SecretEngine(.builtIn, cache: directory).fromCache)
    #expect(files(in: directory).sorted() == ["elsewhere", file].sorted())
  }

  @Test("a bit that is another one, wherever it is, and an end that is missing are seen")
  func damaged() throws {
    let directory = try temporaryDirectory()
    defer { remove(directory) }
    let cache = DatabaseCache(directory: directory, key: String(repeating: "7", count: 64))
    #expect(cache.store(try BuiltIn.engine.get().database))
    let path = "\(directory)/\(try #require(files(in: directory).first))"
    let whole = try read(path)
    #expect(cache.load() != nil)
    // Vectorscan reads neither two words of its head nor what it puts behind the end.
    let places = Array(0..<110) + Array(118..<200) + Array(stride(from: 200, to: whole.count - 200, by: 9_973))
    for place in places {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(place % 8)
      try write(bytes, path)
      #expect(cache.load() == nil, "byte \(place)")
    }
    for count in [0, 1, 86, 120, whole.count / 2, whole.count - 1] {
      try write(Array(whole.prefix(count)), path)
      #expect(cache.load() == nil, "\(count) bytes")
    }
    try write(whole + [0], path)
    #expect(cache.load() == nil)
    try write(whole, path)
    #expect(cache.load() != nil)
  }

  @Test("of the databases of other rules the newest are kept")
  func pruned() throws {
    let directory = try temporaryDirectory()
    defer { remove(directory) }
    for number in 0..<9 {
      let old = "\(directory)/secret-rules-000000000000000\(number)"
      try write([1], old)
      var times = [timeval(tv_sec: 1_000_000 + number, tv_usec: 0), timeval(tv_sec: 1_000_000 + number, tv_usec: 0)]
      #expect(utimes(old, &times) == 0)
    }
    try write([1], "\(directory)/other")
    #expect(
      DatabaseCache(directory: directory, key: String(repeating: "7", count: 64)).store(
        try BuiltIn.engine.get().database))
    let names = files(in: directory).map { $0.split(separator: "-").last.map(String.init) ?? $0 }.sorted()
    #expect(names == (4...8).map { "000000000000000\($0)" } + [String(repeating: "7", count: 16), "other"])
  }

  @Test("a directory that cannot be written costs time, no more")
  func unwritable() throws {
    let engine = try SecretEngine(.builtIn, cache: "/proc/none/there")
    #expect(!engine.fromCache)
    #expect(try found(by: engine) == ["github-token"])
  }

  private func found(by engine: SecretEngine) throws -> [String] {
    let scanner = try SecretScanner(engine, options: SecretScanner.Options(key: [1]))
    return try scanner.scan(Array("x \(Made.gitHub)".utf8), as: .other).findings.map(\.rule)
  }
}

private struct Broken: Error {}

private func temporaryDirectory() throws -> String {
  var template = Array("/tmp/countersign-secrets-XXXXXX\0".utf8CString.dropLast())
  guard mkdtemp(&template) != nil else { throw Broken() }
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func files(in directory: String) -> [String] {
  guard let handle = opendir(directory) else { return [] }
  defer { closedir(handle) }
  var names: [String] = []
  while let entry = readdir(handle) {
    let name = withUnsafePointer(to: entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

private func remove(_ directory: String) {
  for name in files(in: directory) { unlink("\(directory)/\(name)") }
  rmdir(directory)
}

private func read(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "rb") else { throw Broken() }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 32 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  return Array(bytes.prefix(count))
}

private func write(_ bytes: [UInt8], _ path: String) throws {
  guard let file = fopen(path, "wb") else { throw Broken() }
  fwrite(bytes, 1, bytes.count, file)
  guard fclose(file) == 0, chmod(path, 0o600) == 0 else { throw Broken() }
}
