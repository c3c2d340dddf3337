#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The project that these tests are part of, found by the place of this file.
struct Project {
  struct Failure: Error {
    let what: String
  }

  /// A file or symbolic link, by its path from the top.
  struct Entry: Hashable {
    let path: String
    /// Where a symbolic link leads; nil for a file.
    let link: String?
  }

  let root: String

  init() throws {
    // Resolved, because a build may reach the folder through a symbolic link.
    guard let resolved = realpath(#filePath, nil) else { throw Failure(what: "the sources are not here") }
    defer { free(resolved) }
    root = "/" + String(cString: resolved).split(separator: "/").dropLast(3).joined(separator: "/")
  }

  func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  func bytes(_ path: String) throws -> [UInt8] {
    guard let file = fopen(root + "/" + path, "rb") else { throw Failure(what: "\(path) cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  func exists(_ path: String) -> Bool { access(root + "/" + path, F_OK) == 0 }

  /// Every file, sorted by path; what git or the build made is left out.
  func entries(below directory: String = "") throws -> [Entry] {
    guard let stream = opendir(root + "/" + directory) else { throw Failure(what: "\(directory) cannot be listed") }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if [".", "..", ".git", "__pycache__", "Package.resolved"].contains(name) || name.hasPrefix(".build") { continue }
      let path = directory.isEmpty ? name : directory + "/" + name
      var facts = stat()
      guard lstat(root + "/" + path, &facts) == 0 else { continue }
      switch facts.st_mode & S_IFMT {
      case S_IFDIR: entries += try self.entries(below: path)
      case S_IFLNK: entries.append(Entry(path: path, link: target(of: path)))
      default: entries.append(Entry(path: path, link: nil))
      }
    }
    return entries.sorted { $0.path < $1.path }
  }

  /// The Swift files of the product, with their text.
  func sources() throws -> [(path: String, text: String)] {
    try entries(below: "Sources").filter { $0.path.hasSuffix(".swift") }.map { ($0.path, try text($0.path)) }
  }

  private func target(of path: String) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink(root + "/" + path, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The module that a path in `Sources` belongs to.
func module(of path: String) -> String { String(path.split(separator: "/").dropFirst().first ?? "") }
