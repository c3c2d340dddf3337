import Glibc

/// What one run of a program took.
struct Run {
  let status: Int32
  /// From its start to its end.
  let seconds: Double
  /// Of all its threads, and of the programs that it ran.
  let processor: Double
  /// The largest of it and the programs that it ran.
  let bytes: Int
  let output: String
  let errors: String
}

/// Runs programs and takes their time. This process stays small, as a child begins with the peak memory of its parent.
enum Spawn {
  /// All that a program finds in its environment.
  nonisolated(unsafe) static var environment: [String: String] = [:]
  /// For what they read and write.
  nonisolated(unsafe) static var scratch = "/tmp"

  static func run(_ words: [String], in directory: String, input: String = "", extra: [String: String] = [:]) throws
    -> Run
  {
    let paths = ["in", "out", "err"].map { "\(scratch)/spawn.\(getpid()).\($0)" }
    defer { for path in paths { unlink(path) } }
    try Files.write(Array(input.utf8), to: paths[0])
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, paths[0], O_RDONLY, 0)
    for (index, path) in paths.enumerated().dropFirst() {
      posix_spawn_file_actions_addopen(&actions, Int32(index), path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    }
    let arguments = words.map { strdup($0) } + [nil]
    let all = environment.merging(extra) { $1 }.sorted { $0.key < $1.key }
    let variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    guard chdir(directory) == 0 else { throw Trouble("there is no directory \(directory)") }
    var process: pid_t = 0
    let start = now()
    let path = words[0].contains("/") ? words[0] : Files.find(words[0], environment["PATH"] ?? "/usr/bin:/bin")
    guard posix_spawn(&process, path, &actions, nil, arguments, variables) == 0 else {
      throw Trouble("\(words[0]) cannot be started")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw Trouble("\(words[0]) was lost") }
    }
    let seconds = now() - start
    return Run(
      status: status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f, seconds: seconds,
      processor: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime), bytes: usage.ru_maxrss << 10,
      output: try Files.text(paths[1]), errors: try Files.text(paths[2]))
  }

  /// The same for what is to end with 0.
  @discardableResult
  static func must(_ words: [String], in directory: String, input: String = "", extra: [String: String] = [:]) throws
    -> Run
  {
    let run = try run(words, in: directory, input: input, extra: extra)
    guard run.status == 0 else {
      let said = (run.errors + run.output).split(separator: "\n").prefix(40).joined(separator: "\n")
      throw Trouble("\(words.joined(separator: " ")) in \(directory) ended with \(run.status):\n\(said)")
    }
    return run
  }

  static func now() -> Double {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return Double(moment.tv_sec) + Double(moment.tv_nsec) / 1e9
  }

  private static func seconds(_ value: timeval) -> Double { Double(value.tv_sec) + Double(value.tv_usec) / 1e6 }
}

/// The few things that are done with files.
enum Files {
  static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
    guard file >= 0 else { throw Trouble("\(path) cannot be written") }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let rest = Array(bytes[done...])
      let count = Glibc.write(file, rest, rest.count)
      guard count > 0 else { throw Trouble("\(path) cannot be written to its end") }
      done += count
    }
  }

  /// A line on standard output or standard error.
  static func say(_ text: String, to file: Int32) {
    let bytes = Array("\(text)\n".utf8)
    _ = Glibc.write(file, bytes, bytes.count)
  }

  static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  static func bytes(_ path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw Trouble("\(path) cannot be read") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &buffer, buffer.count)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func makeDirectory(_ path: String) throws {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/\(part)"
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else { throw Trouble("\(made) cannot be made") }
    }
  }

  static func find(_ name: String, _ path: String) -> String {
    for folder in path.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0 { return "\(folder)/\(name)" }
    return name
  }
}
