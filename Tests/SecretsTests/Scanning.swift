import Secrets

/// The built-in rules, compiled once for all suites.
enum BuiltIn {
  static let engine: Result<SecretEngine, SecretsError> = Result { () throws(SecretsError) in
    try SecretEngine(.builtIn)
  }

  static func scan(_ text: String, as subject: ScanSubject = .message, comments: Bool = false)
    throws -> ScanOutcome
  {
    try scan(Array(text.utf8), as: subject, comments: comments)
  }

  static func scan(_ bytes: [UInt8], as subject: ScanSubject, comments: Bool = false) throws
    -> ScanOutcome
  {
    let scanner = try SecretScanner(
      engine.get(),
      options: SecretScanner.Options(honoursComments: comments, key: Array("a repository".utf8)))
    return try scanner.scan(bytes, as: subject)
  }
}

/// Secrets of known forms, put together here so that no scanner finds one in this file.
enum Made {
  static let gitHub = "gh" + "p_" + "q7XmK9t2ZrW4bV0hN5sDj8PyF3gC6aLeT1uR"
  static let slack = "xox" + "b-" + "729103846512-7391028465130-Zr4bV0hN5sDj8PyF3gC6aLeT"
  static let aws = "AKI" + "A" + "Q7X2M6K4TZR5WABV"
  static let password = "Kranich" + "!47-Tau"
  static let digits = "73029184" + "65130948"
  static let key = "Zr4bV0hN5sDj8PyF" + "3gC6aLeT1uRq7XmK"
}

/// A text of ASCII with several bytes for each letter; `form` has a 1 where the letter is.
func widened(_ text: String, _ form: [UInt8]) -> [UInt8] {
  text.utf8.flatMap { byte in form.map { $0 == 1 ? byte : 0 } }
}
