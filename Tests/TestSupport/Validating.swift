/// What Python's `jsonschema` says about documents; it throws where it is not installed, so that nothing passes unlooked at.
package struct SchemaCheck {
  /// For each document nil, or what the schema has against it.
  package static func problems(schema: String, documents: [String]) throws -> [String?] {
    let sandbox = try Sandbox()
    try sandbox.write("check.py", program)
    var names: [String] = []
    for (index, document) in documents.enumerated() {
      names.append("\(index).json")
      try sandbox.write("\(index).json", document)
    }
    let outcome = try sandbox.run("python3", ["check.py", schema] + names)
    guard outcome.status == 0 else { throw SandboxError.status(command: "python3 with jsonschema", outcome) }
    let lines = outcome.output.split(separator: "\n")
    guard lines.count == documents.count else { throw SandboxError.status(command: "check.py", outcome) }
    return lines.map { $0 == "ok" ? nil : String($0) }
  }

  private static let program = """
    import json, sys
    from jsonschema.validators import validator_for

    with open(sys.argv[1], encoding="utf-8") as file:
      schema = json.load(file)
    kind = validator_for(schema)
    kind.check_schema(schema)

    def strict(pairs):
      if len(dict(pairs)) != len(pairs): raise ValueError("a key stands twice")
      return dict(pairs)

    for name in sys.argv[2:]:
      try:
        with open(name, encoding="utf-8") as file:
          value = json.load(file, object_pairs_hook=strict)
      except ValueError as error:
        print(json.dumps(f"no JSON: {error}"))
        continue
      error = next(iter(kind(schema).iter_errors(value)), None)
      print("ok" if error is None else json.dumps(f"{list(error.absolute_path)}: {error.message}"[:600]))
    """
}
