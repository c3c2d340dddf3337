import Cexpat

/// The owner of one expat parser. Its callbacks find the builder through expat's user data, which holds no reference:
/// the builder is kept alive by `parse`, so that nothing leaks however the parser stops.
@safe struct Parser: ~Copyable {
  private let raw: XML_Parser?
  private let context: Context

  init(_ builder: Builder) {
    unsafe raw = XML_ParserCreate(nil)
    context = unsafe Context(builder, raw)
    unsafe XML_SetUserData(raw, Unmanaged.passUnretained(context).toOpaque())
    unsafe XML_SetElementHandler(raw, startElement, endElement)
    unsafe XML_SetCharacterDataHandler(raw, characterData)
    unsafe XML_SetStartDoctypeDeclHandler(raw, startDoctype)
    unsafe XML_SetXmlDeclHandler(raw, xmlDeclaration)
  }

  deinit {
    unsafe XML_ParserFree(raw)
  }

  /// Reads the whole text in one call, so that expat never begins a long token again.
  consuming func parse(_ bytes: [UInt8]) throws(XMLError) {
    guard unsafe raw != nil else { throw .outOfMemory }
    let context = context
    let status = withExtendedLifetime(context) {
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe XML_Parse(raw, buffer.baseAddress, Int32(buffer.count), 1)
      }
    }
    if let error = context.builder.error { throw error }
    guard status != XML_STATUS_OK else { return }
    throw problem()
  }

  private func problem() -> XMLError {
    let code = unsafe XML_GetErrorCode(raw)
    switch code {
    case XML_ERROR_NO_MEMORY: return .outOfMemory
    case XML_ERROR_UNKNOWN_ENCODING: return .encoding("unknown", at: context.place)
    default:
      guard let phrase = unsafe XML_ErrorString(code) else {
        return .syntax(problem: "no reason given", at: context.place)
      }
      return .syntax(problem: unsafe String(cString: phrase), at: context.place)
    }
  }
}

extension StrictXML {
  /// The version of the expat that is loaded: `2.5.0`.
  package static var libraryVersion: String {
    let version = XML_ExpatVersionInfo()
    return "\(version.major).\(version.minor).\(version.micro)"
  }
}

/// What a callback needs: the builder, and the parser to ask for the place and to stop. It does not own the parser.
@safe private final class Context {
  let builder: Builder
  private let raw: XML_Parser?

  init(_ builder: Builder, _ raw: XML_Parser?) {
    self.builder = builder
    unsafe self.raw = raw
  }

  var place: XMLPosition {
    XMLPosition(
      line: Int(unsafe XML_GetCurrentLineNumber(raw)), column: Int(unsafe XML_GetCurrentColumnNumber(raw)) + 1,
      offset: max(0, Int(unsafe XML_GetCurrentByteIndex(raw))))
  }

  /// Tells expat to return; it may still report what is left of the tag that it is in.
  func stop(_ reason: XMLError? = nil) {
    if let reason { builder.stop(reason) }
    unsafe XML_StopParser(raw, XML_Bool(0))
  }
}

private func context(_ userData: UnsafeMutableRawPointer?) -> Context? {
  guard let userData = unsafe userData else { return nil }
  return unsafe Unmanaged<Context>.fromOpaque(userData).takeUnretainedValue()
}

private let startElement: XML_StartElementHandler = { userData, name, list in
  guard let context = unsafe context(userData), let name = unsafe name else { return }
  var count = 0
  while let list = unsafe list, unsafe list[2 * count] != nil { count += 1 }
  context.builder.start(unsafe String(cString: name), attributeCount: count, at: context.place) { longest in
    unsafe attributes(list, count, longest)
  }
  if context.builder.error != nil { context.stop() }
}

private let endElement: XML_EndElementHandler = { userData, _ in
  unsafe context(userData)?.builder.end()
}

private let characterData: XML_CharacterDataHandler = { userData, characters, count in
  guard let context = unsafe context(userData), let characters = unsafe characters else { return }
  let bytes = unsafe UnsafeRawBufferPointer(start: characters, count: Int(count))
  unsafe context.builder.addText(bytes)
}

private let startDoctype: XML_StartDoctypeDeclHandler = { userData, _, _, _, _ in
  guard let context = unsafe context(userData) else { return }
  context.stop(.doctype(at: context.place))
}

private let xmlDeclaration: XML_XmlDeclHandler = { userData, _, encoding, _ in
  guard let context = unsafe context(userData), let encoding = unsafe encoding else { return }
  let name = unsafe String(cString: encoding)
  if !["utf-8", "utf-16", "us-ascii"].contains(name.lowercased()) {
    context.stop(.encoding(name, at: context.place))
  }
}

/// The attributes of a tag; nil when a value is longer than `longest` bytes.
private func attributes(
  _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ count: Int, _ longest: Int
) -> [XMLAttribute]? {
  var attributes: [XMLAttribute] = []
  for index in 0..<count {
    guard let name = unsafe list?[2 * index], let value = unsafe list?[2 * index + 1] else { return attributes }
    let attribute = XMLAttribute(unsafe String(cString: name), unsafe String(cString: value))
    if attribute.value.utf8.count > longest { return nil }
    attributes.append(attribute)
  }
  return attributes
}
