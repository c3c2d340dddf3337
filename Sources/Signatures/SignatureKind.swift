/// What a signature's first line says that it is, so that the right judge is asked.
package enum SignatureKind: Hashable, Sendable {
  case ssh
  case openPGP
  /// X.509, made by `gpgsm`.
  case x509
  case unknown

  package init(armored: [UInt8]) {
    let heads: [(String, SignatureKind)] = [
      ("-----BEGIN SSH SIGNATURE-----", .ssh), ("-----BEGIN PGP SIGNATURE-----", .openPGP),
      ("-----BEGIN SIGNED MESSAGE-----", .x509),
    ]
    self = heads.first { armored.starts(with: $0.0.utf8) }?.1 ?? .unknown
  }
}
