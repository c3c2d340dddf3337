import Workflows

/// What can be told of a host by its name.
enum Hosts {
  /// The same machine.
  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host == "[::1]" || host == "0.0.0.0"
      || (octets(host).map { $0[0] == 127 } ?? false)
  }

  /// Not reached over the public internet: loopback, one label (a container, a service), private addresses and private endings.
  ///
  /// Source: RFC 1918, RFC 4193, RFC 3927, RFC 6762, RFC 8375; Kubernetes, "DNS for Services and Pods".
  static func isLocal(_ host: String) -> Bool {
    if isLoopback(host) { return true }
    if let parts = octets(host) {
      return parts[0] == 10 || (parts[0] == 172 && (16...31).contains(parts[1])) || (parts[0] == 192 && parts[1] == 168)
        || (parts[0] == 169 && parts[1] == 254)
    }
    let bare = host.hasPrefix("[") ? String(host.dropFirst().prefix { $0 != "]" }) : host
    if bare.contains(":") {
      return ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains { bare.hasPrefix($0) }
    }
    if !host.contains(".") { return true }
    return [".local", ".internal", ".lan", ".home.arpa", ".intranet", ".cluster.local", ".svc"].contains {
      host.hasSuffix($0)
    }
  }

  /// An allowlist; an entry without a port stands for every port.
  struct List {
    private let entries: Set<String>
    private let names: Set<String>

    init(_ entries: some Sequence<String>) {
      self.entries = Set(entries)
      names = Set(self.entries.map(Hosts.name))
    }

    func allows(_ host: String, port: Int?) -> Bool {
      if entries.contains(host) || entries.contains("[\(host)]") { return true }
      guard let port else { return names.contains(host) }
      return entries.contains("\(host):\(port)") || entries.contains("[\(host)]:\(port)")
    }
  }

  /// A host without its port.
  static func name(of entry: String) -> String {
    if entry.hasPrefix("["), let end = entry.firstIndex(of: "]") {
      return String(entry[entry.index(after: entry.startIndex)..<end])
    }
    guard let colon = entry.lastIndex(of: ":"), entry.firstIndex(of: ":") == colon else { return entry }
    return String(entry[..<colon])
  }

  private static func octets(_ host: String) -> [Int]? {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    let numbers = parts.compactMap(\.self).filter { (0...255).contains($0) }
    return parts.count == 4 && numbers.count == 4 ? numbers : nil
  }
}

extension Manifest {
  /// Every host that any of its settings names.
  var allDestinations: Set<String> {
    Set(holdings.filter { $0.kind == .destination }.map(\.name))
  }
}
