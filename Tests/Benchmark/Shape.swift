/// How large a repository is made.
struct Shape: Sendable {
  let name: String
  var workflows = 100
  /// First-parent steps of the integration branch after its root.
  var landings = 0
  /// Commits of the branch that each landing merges; none: each landing is one commit.
  var commitsEach = 0
  var environments = 3
  /// Landings, from the first on, that are released in one environment after the other.
  var released = 0
  /// Statements of the first workflow's journal beside those that its landings bring.
  var statements = 0
  /// Records among them, which lie in one directory.
  var records = 0
  /// Branches beside the integration branch.
  var branches = 0
  /// Whether each environment begins with an adoption of all workflows.
  var adopts = true
  /// Pushes that wait to be judged: one commit, a hundred in one merge, a hundred landings.
  var pushes = false
  /// Whether there is a clone to work in.
  var clone = false

  var commits: Int { 1 + landings * (commitsEach + 1) }
}

extension Shape {
  static let all: [Shape] = [
    // Smoke: everything once, in seconds even in a debug build.
    Shape(
      name: "smoke", workflows: 12, landings: 6, commitsEach: 2, environments: 3, released: 4, statements: 20,
      records: 2,
      branches: 20, pushes: true, clone: true),
    // Workflows.
    Shape(name: "workflows-100", workflows: 100, landings: 1_000, released: 10, pushes: true, clone: true),
    Shape(name: "workflows-1000", workflows: 1_000, landings: 1_000, released: 10, pushes: true, clone: true),
    Shape(name: "workflows-5000", workflows: 5_000, landings: 1_000, released: 10, pushes: true, clone: true),
    // Commits: landings are merges of a branch of four.
    Shape(name: "commits-1000", landings: 200, commitsEach: 4, released: 10, pushes: true, clone: true),
    Shape(name: "commits-10000", landings: 2_000, commitsEach: 4, released: 10, pushes: true, clone: true),
    Shape(name: "commits-100000", landings: 20_000, commitsEach: 4, released: 10, pushes: true, clone: true),
    // Statements in one journal.
    Shape(name: "journal-500", landings: 20, released: 10, statements: 500, clone: true),
    Shape(name: "journal-5000", landings: 20, released: 10, statements: 5_000, clone: true),
    Shape(name: "journal-50000", landings: 20, released: 10, statements: 50_000, clone: true),
    Shape(name: "records-10", landings: 20, released: 10, statements: 10, records: 10, clone: true),
    Shape(name: "records-100", landings: 20, released: 10, statements: 100, records: 100, clone: true),
    Shape(name: "records-1000", landings: 20, released: 10, statements: 1_000, records: 1_000, clone: true),
    // Releases, over five environments.
    Shape(name: "releases-200", landings: 50, environments: 5, released: 40, clone: true),
    Shape(name: "releases-2000", landings: 410, environments: 5, released: 400, clone: true),
    Shape(name: "releases-20000", landings: 4_010, environments: 5, released: 4_000, clone: true),
    // Refs.
    Shape(name: "refs-500", landings: 20, released: 10, branches: 500, pushes: true, clone: true),
    Shape(name: "refs-5000", landings: 20, released: 10, branches: 5_000, pushes: true, clone: true),
    Shape(name: "refs-50000", landings: 20, released: 10, branches: 50_000, pushes: true, clone: true),
  ]

  static func named(_ name: String) throws -> Shape {
    guard let shape = all.first(where: { $0.name == name }) else { throw Trouble("there is no shape '\(name)'") }
    return shape
  }
}
