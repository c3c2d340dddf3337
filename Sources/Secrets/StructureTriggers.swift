/// What makes a look at the structure worth while: a name of secrets with a literal near it. None: nothing to be found there.
enum StructureTriggers {
  /// The ends of names behind which a secret may stand; `SensitiveName` decides.
  static let names =
    "(?:pass(?:word|wd|phrase|code|wort)?|pwd|pw|secret|token|authorization|auth|bearer|credentials|jwt|pat|sas|pfx|"
    + "(?:api|access|secret|private|auth|signing|encryption|master|account|shared|subscription|functions?|hmac|service|deploy|"
    + "integration|routing|session|storage|app|application|client|server|write|rest|role|anon|webhook|license|consumer|x)[-_. ]?key)"
  /// What may stand behind it within the name.
  static let tail =
    "(?:[-_. ]?(?:value|val|text|plain|plaintext|prod|production|dev|test|staging|stage|live|sandbox|default|"
    + "string|literal|raw|base64|b64|old|new|primary|secondary|v?[0-9]{1,3})){0,2}"

  static let all = [
    // "password": "abc…", password=abc…, <password>abc…
    Trigger(
      "\(names)\(tail)\\\\{0,3}[\"'`]?[\\])]?\\s{0,3}(?:=>|:=|[:=>])\\s{0,8}\\\\{0,3}[\"'`]?=?[^\\s\"'={}$<>%,;()\\[\\]\\\\]{5}",
      caseless: true, once: true),
    // "name": "Authorization", name: DB_PASSWORD, target="authentication.token"
    Trigger(
      "(?:name|key|header|target|field|id|property)\\\\{0,3}[\"']?\\s{0,3}[:=]\\s{0,3}\\\\{0,3}[\"']?[\\w.\\- ]{0,40}\(names)\(tail)"
        + "\\\\{0,3}[\"'\\s]",
      caseless: true, once: true),
    // A letter that is written as an escape: names and values are read in the structure alone.
    Trigger("\\\\u00[2-7][0-9a-f]", caseless: true, once: true),
    Trigger("\"authentication\"\\s{0,3}:\\s{0,20}\\{", caseless: true, once: true),
    Trigger("secure(?:string|object)\"", caseless: true, once: true),
    Trigger("kind[\"']?:\\s{0,4}[\"']?Secret[\"'\\s]", once: true),
  ]
}
