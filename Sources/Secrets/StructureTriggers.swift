/// What makes a look at the structure worth while: a name of secrets with a literal near it. None: nothing to be found there.
enum StructureTriggers {
  /// The ends of names behind which a secret may stand; `SensitiveName` decides.
  static let names =
    "(?:pass(?:word|wd|phrase|code|wort)?|pwd|pw|kennwort|contrasena|motdepasse|senha|wachtwoord|secrets?|token|authorization|auth|"
    + "cookie|bearer|credentials?|jwt|pat|sas|pfx|secret_?key_?base|secret_?access_?key_?id|"
    + "(?:api|access|secret|private|auth|signing|encryption|master|signature|account|shared|subscription|functions?|hmac|service|deploy|"
    + "integration|routing|session|storage|app|application|client|server|write|rest|role|anon|webhook|license|consumer|x)[-_. ]?key)"
  /// What may stand behind it within the name.
  static let tail =
    "(?:[-_. ]?(?:value|val|text|plain|plaintext|prod|production|dev|test|staging|stage|live|sandbox|default|"
    + "string|literal|raw|base64|b64|old|new|primary|secondary|v?[0-9]{1,3})){0,2}"

  /// Names of variables of the environment that say whose secret it is, or only that it is a key.
  static let shouted =
    "(?:(?:PASSWORD|PASSWD|TOKEN|SECRET|API_?KEY|ACCESS_?KEY)_[A-Z0-9]{2,20}|[A-Z0-9]_KEY)S?"
    + "(?:_(?:VALUE|PROD|PRODUCTION|DEV|TEST|STAGING|STAGE|LIVE|OLD|NEW|PRIMARY|SECONDARY|V?[0-9]{1,3})){0,2}"
  /// A quote, in strings of JSON too.
  private static let quote = "\\\\{0,3}[\"']"

  static let all = [
    // "password": "abc…", password=abc…, <password>abc…
    Trigger(
      "\(names)\(tail)(?:\\.\\$)?\\\\{0,3}[\"'`]?[\\])]?\\s{0,3}(?:=>|:=|[:=>])\\s*(?:\\\\{0,3}[\"'`]){0,2}=?"
        + "[^\\s\"'={}$<>%,;()\\[\\]\\\\][^\\s\"'{}$<>\\\\]{3}",
      caseless: true, following: .value(4)),
    Trigger("\(shouted)(?:\(quote))?\\s{0,3}[:=>]\\s*(?:\(quote))?[^\\s\"'={}$<>%,;()\\[\\]\\\\]{5}", once: true),
    // password: | and on the next line, password: &anchor abc…, <password><![CDATA[, "tokens": ["abc…"], "apiKey": {"default": …
    Trigger(
      "\(names)s?\(tail)(?:\\.\\$)?(?:\(quote))?\\s{0,3}(?:[:=]\\s*(?:[|>&!\\[]|(?:\(quote))?\\$\\{\\s?\\$)|>\\s*<!\\[CDATA)",
      caseless: true, once: true),
    Trigger("\(names)s?\(tail)(?:\\.\\$)?(?:\(quote))?\\s{0,3}[:=][ \\t\\r]*[#\\n]", caseless: true, following: .below),
    Trigger("\(names)s?\(tail)(?:\\.\\$)?(?:\(quote))?\\s{0,3}[:=]\\s*\\{", caseless: true, following: .ownValue),
    Trigger("\(shouted)(?:\(quote))?\\s{0,3}(?:[:=]\\s*(?:[|>&!\\[{#]|\\n)|>\\s*<!\\[CDATA)", once: true),
    // <password kind="x">abc…
    Trigger("<[\\w.:-]{0,40}\(names)\\s[^<>]{1,200}>[^\\s<>]{4}", caseless: true, once: true),
    // <secret id="1"><value>abc…
    Trigger("<[\\w.:-]{0,40}\(names)(?:\\s[^<>]{1,200})?>\\s{0,40}<value>[^\\s<>]{4}", caseless: true, once: true),
    // ["--password", "abc…"], args: [--password, abc…], and in lines
    Trigger("-\(names)\(tail)(?:\(quote))?\\s*,", caseless: true, once: true),
    Trigger("[\"'\\s\\[]-{1,2}[\\w.\\-]{1,40}\(names)\(tail)(?:\(quote))?\\s*,", caseless: true, once: true),
    Trigger("-\\s+[\"']?-[\\w\\-]{0,40}\(names)\(tail)[\"']?\\s*(?:#[^\\n]{0,200})?\\n", caseless: true, once: true),
    // "name": "Authorization", name: DB_PASSWORD, target="authentication.token", <name>db.password</name>
    Trigger(
      "(?:name|key|header|target|field|id|property|keyvalue|[\"']p)(?:\(quote))?\\s{0,3}[:=>]\\s{0,3}(?:\(quote))?[^\"'\\n]{0,80}\(names)\(tail)"
        + "(?:\(quote)|[\\s,}<])",
      caseless: true, following: .name),
    Trigger(
      "(?:name|key|value)(?:\(quote))?\\s{0,3}[:=>]\\s{0,3}(?:\(quote))?[A-Z0-9_]{0,40}\(shouted)(?:\(quote)|[\\s,}<])",
      once: true),
    Trigger("name\(quote)\\s{0,3}:\\s{0,3}\(quote)(?:key|appid|code|sig|k|auth)\(quote)", following: .name),
    // A letter that is written as an escape: names and values are read in the structure alone.
    Trigger("\\\\u00[2-7][0-9a-f]", caseless: true, once: true),
    Trigger("authentication\(quote)\\s{0,3}:\\s{0,20}\\{", caseless: true, following: .ownValue),
    Trigger("secure(?:string|object)\(quote)", caseless: true, once: true),
    Trigger("kind(?:\(quote))?:\\s{0,4}(?:\(quote))?Secret[\"'\\s\\\\]", once: true),
  ]
}
