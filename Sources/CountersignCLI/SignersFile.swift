import Diagnostics
import Gathering
import Git

/// A copy of the trusted policy's allowed_signers, for git's own `--show-signature`.
enum SignersFile {
  static func path(_ place: borrowing Workplace) -> String {
    place.repository.commonDirectory + "countersign/allowed_signers"
  }

  /// Writes it anew where it was set up before.
  static func refresh(_ place: borrowing Workplace, _ snapshot: PolicySnapshot) throws(Finding) {
    if Files.exists(path(place)) { try write(place, snapshot) }
  }

  /// Writes it, for git's configuration to name.
  static func write(_ place: borrowing Workplace, _ snapshot: PolicySnapshot) throws(Finding) {
    do throws(GitError) {
      guard let tree = snapshot.tree, let entry = try place.repository.entry(at: "allowed_signers", in: tree) else {
        return
      }
      let bytes = try place.repository.blob(entry.id, limit: 1 << 20)
      do throws(Finding) {
        try Files.makeDirectory(place.repository.commonDirectory + "countersign")
        try Files.write(bytes, to: path(place))
      } catch {
        throw GitError.notAllowed(path: path(place), because: error.what)
      }
    } catch {
      throw error.finding
    }
  }
}
