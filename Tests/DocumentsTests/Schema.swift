#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What Python's `jsonschema` says about the schemas and about documents; the suites fail where it is not installed.
struct SchemaJudge {
  /// Why the judge could not be asked, in its own words.
  struct Unavailable: Error, CustomStringConvertible {
    let description: String
  }

  /// One answer for each document: nil when the schema accepts it, else what it says.
  static func verdicts(on documents: [(kind: Kind, json: String)]) throws -> [String?] {
    let jobs = documents.map { "{\"kind\": \(quoted($0.kind.rawValue)), \"value\": \($0.json)}" }
    return try run("validate", input: "[" + jobs.joined(separator: ",\n") + "]").map { $0 == "ok" ? nil : $0 }
  }

  /// The definitions of a schema that are closed maps: name, keys in order, required keys in order.
  static func definitions(of kind: Kind) throws -> [(name: String, keys: [String], required: [String])] {
    try run("definitions", input: quoted(kind.rawValue)).map { line in
      let parts = line.split(separator: "|", omittingEmptySubsequences: false)
      func words(_ index: Int) -> [String] {
        guard index < parts.count else { return [] }
        return parts[index].split(separator: ",").map { String($0) }.sorted()
      }
      return (String(parts[0]), words(1), words(2))
    }
  }

  /// Every property of a schema that has neither a description of its own nor one that it refers to.
  static func undescribed(in kind: Kind) throws -> [String] {
    try run("undescribed", input: quoted(kind.rawValue))
  }

  private static func run(_ task: String, input: String) throws -> [String] {
    var template = Array("/tmp/countersign-schema-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Unavailable(description: "no temporary directory") }
    let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
      for name in ["judge.py", "input.json"] { unlink("\(directory)/\(name)") }
      rmdir(directory)
    }
    try write(program, to: "\(directory)/judge.py")
    try write(input, to: "\(directory)/input.json")
    let command = "python3 \(directory)/judge.py \(task) '\(packageDirectory)/templates' < \(directory)/input.json 2>&1"
    guard let pipe = popen(command, "r") else { throw Unavailable(description: "no shell") }
    let output = text(pipe)
    guard pclose(pipe) == 0 else { throw Unavailable(description: "python3 with jsonschema is needed: \(output)") }
    return output.split(separator: "\n").map { String($0) }
  }

  private static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw FileMissing(path: path) }
    defer { fclose(file) }
    fputs(text, file)
  }

  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator

    task, folder = sys.argv[1:]
    job = json.load(sys.stdin)

    def schema(kind):
      with open(f"{folder}/{kind}.schema.json", encoding="utf-8") as file:
        value = json.load(file)
      Draft202012Validator.check_schema(value)
      return value

    def maps(value):
      yield (None, value)
      yield from value["$defs"].items()

    def described(value, whole):
      if "description" in value: return True
      if "$ref" not in value: return False
      return described(whole["$defs"][value["$ref"].split("/")[-1]], whole)

    if task == "validate":
      schemas = {kind: Draft202012Validator(schema(kind)) for kind in {one["kind"] for one in job}}
      for one in job:
        error = next(iter(schemas[one["kind"]].iter_errors(one["value"])), None)
        print("ok" if error is None else json.dumps(error.message))
    elif task == "definitions":
      for name, value in maps(schema(job)):
        if "properties" not in value: continue
        if value["additionalProperties"] is not False: sys.exit(f"{name} is open")
        print(f"{name or job}|{','.join(value['properties'])}|{','.join(value.get('required', []))}")
    elif task == "undescribed":
      whole = schema(job)
      for name, value in maps(whole):
        for key, property in value.get("properties", {}).items():
          if not described(property, whole): print(f"{name}.{key}")
    """
}
