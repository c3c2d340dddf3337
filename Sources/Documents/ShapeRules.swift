package import Diagnostics

/// The rules about a document's shape, one set for each kind of document: `policy.unknown-key`, `manifest.unknown-key` …
package struct ShapeRules: Hashable, Sendable {
  /// What messages call the whole document: `the policy`.
  package let document: String
  package let unknownKey: Rule
  package let missingKey: Rule
  package let wrongType: Rule
  package let unknownValue: Rule
  package let outOfRange: Rule
  package let malformed: Rule
  package let repeated: Rule
  package let empty: Rule

  /// In the order of their ids.
  package var all: [Rule] {
    [empty, malformed, missingKey, outOfRange, repeated, unknownKey, unknownValue, wrongType]
  }

  /// `prefix` is the topic of the ids, `reference` the page that lists every setting.
  package init(prefix: String, document: String, reference: String) {
    let see =
      "\(reference) lists every setting and what it may hold; the JSON Schema beside it lets editors check the same."
    self.document = document
    unknownKey = Rule(
      "\(prefix).unknown-key", "A map in \(document) has a setting that does not exist.",
      "A misspelt setting that was ignored would be a requirement that nobody asks for, so nothing is ignored. \(see)")
    missingKey = Rule(
      "\(prefix).missing-key", "A map in \(document) lacks a setting that it must have.",
      "There is no default that would be right for everyone. \(see)")
    wrongType = Rule(
      "\(prefix).wrong-type", "A setting in \(document) holds a value of another type.",
      """
      Plain true and false are booleans, plain whole decimal numbers are numbers, and every other scalar is a text; what \
      stands in quotes is always a text. Nothing is converted silently. \(see)
      """)
    unknownValue = Rule(
      "\(prefix).unknown-value", "A setting in \(document) holds a word that is none of those it may hold.",
      "The finding lists the words that exist. \(see)")
    outOfRange = Rule(
      "\(prefix).out-of-range", "A number, length, size or span in \(document) is outside of its bounds.",
      "The bounds keep a slip of the keyboard from becoming a rule. \(see)")
    malformed = Rule(
      "\(prefix).malformed", "A text in \(document) does not have the form that its setting asks for.",
      "Names, addresses, paths, dates and lengths of time are each written in one form only. \(see)")
    repeated = Rule(
      "\(prefix).repeated", "A list in \(document) names the same thing twice.",
      "A repetition changes nothing or hides what was meant; delete it, or write what was meant.")
    empty = Rule(
      "\(prefix).empty", "A list, map or text in \(document) holds nothing where something must stand.",
      "An empty value reads like a decision that nobody took. Fill it, or leave the setting out where it is optional.")
  }
}
