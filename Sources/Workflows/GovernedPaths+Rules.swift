package import Diagnostics

extension Rule {
  package static let pathSymlink = Rule(
    "path.symlink", "A governed directory holds a symbolic link.",
    "What a link points to can change without a new version, and can lie outside of the repository.")
  package static let pathGitlink = Rule(
    "path.gitlink", "A governed directory holds a submodule.",
    "A submodule's files lie in another repository: nobody signed them off here.")
  package static let pathMode = Rule(
    "path.mode", "A governed file has an unusual mode.",
    "git writes files as 100644 or 100755. Other modes read as one of these and make another version that looks the same."
  )
  package static let pathNotUTF8 = Rule(
    "path.not-utf8", "A name in a governed directory is not UTF-8.",
    "Names are shown, signed and compared as text. One that is no text means something else on each system.")
  package static let pathNotNFC = Rule(
    "path.not-nfc", "A name in a governed directory is not in Unicode's normal form NFC.",
    "An accented letter can be one character or two that look the same; macOS takes them for one name.")
  package static let pathHiddenCharacter = Rule(
    "path.hidden-character", "A name in a governed directory holds a character that cannot be seen.",
    "Control, format and bidi characters let two names look alike, or make a name read backwards.")
  package static let pathReservedCharacter = Rule(
    "path.reserved-character", "A name in a governed directory holds a quote, a backslash or one of : * ? < > |.",
    "Shells, Windows and git's own output give these a meaning, so that a name would name something else there.")
  package static let pathEdgeSpaceOrDot = Rule(
    "path.edge-space-or-dot", "A name in a governed directory begins or ends in a space, or ends in a dot.",
    "Nobody sees the space, and Windows drops it and the dot.")
  package static let pathCaseTwins = Rule(
    "path.case-twins", "Two names in a governed directory are one file on some systems.",
    "macOS and Windows keep one file for names that are equal but for case, and Windows for a name and its short form: which of "
      + "them is there depends on the order of the checkout.")
  package static let pathDeviceName = Rule(
    "path.device-name", "A name in a governed directory is one that Windows keeps for a device.",
    "A file called con, prn, aux, nul, com1 to com9 or lpt1 to lpt9, whatever its ending, ends a checkout on Windows.")
  package static let pathGitDirectory = Rule(
    "path.git-directory", "A name in a governed directory is one that git keeps for itself.",
    "A file below '.git', or a name such as '..', would make a checkout write outside of the work tree's files.")
  package static let pathTooLarge = Rule(
    "path.too-large", "A governed file is larger than the policy allows.",
    "Large files are not read by people. The policy's limit says how large a file may be.")
  package static let pathTooManyFiles = Rule(
    "path.too-many-files", "A governed directory holds more files than the policy allows.",
    "Nobody reviews thousands of files. Split the workflow, or raise the policy's limit.")
  package static let pathTooDeep = Rule(
    "path.too-deep", "A governed directory lies too deep.",
    "Trees can refer to each other so that a few objects unfold into millions of paths: depth is bounded.")
  package static let pathGitAttributes = Rule(
    "path.gitattributes", "A '.gitattributes' file changes what a checkout or an archive gives.",
    "'filter', 'ident', 'working-tree-encoding', 'eol=crlf', 'export-ignore' and 'export-subst' hand out other bytes than "
      + "the version has: what is run would not be what was signed off.")
  package static let pathLargeFilePointer = Rule(
    "path.lfs-pointer", "A governed file is a Git LFS pointer.",
    "The version would name the pointer, and the content would come from another server.")
  package static let pathNoCheckout = Rule(
    "path.no-checkout", "A landing brings what no clone can check out.",
    "A name of more than 255 bytes, a path of more than 4,095 or a link to nothing ends 'git clone' for everybody, wherever it lies."
  )
  package static let pathTooWide = Rule(
    "path.too-wide", "A landing makes the root directory longer than a push of many commits can be read with.",
    "The root directory is read with each commit that lands, so a long one would hold the honest work of others.")
}

/// The rules about names and files in governed directories.
package enum PathRules {
  package static let all: [Rule] = [
    .pathCaseTwins, .pathDeviceName, .pathEdgeSpaceOrDot, .pathGitDirectory, .pathGitAttributes, .pathGitlink,
    .pathHiddenCharacter,
    .pathLargeFilePointer, .pathMode, .pathNoCheckout, .pathNotNFC, .pathNotUTF8, .pathReservedCharacter, .pathSymlink,
    .pathTooDeep,
    .pathTooLarge, .pathTooManyFiles, .pathTooWide,
  ]
}
