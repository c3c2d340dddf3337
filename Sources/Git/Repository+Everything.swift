extension Repository {
  /// Every object that this repository has, loose and packed, of its alternates too, whether or not a ref leads to it; each once, in
  /// the order in which they are read fastest.
  ///
  /// nil when there are more than `most`.
  package func everything(most: Int) throws(GitError) -> [ObjectID]? {
    let directory = commonDirectory + "objects"
    let directories = try Alternates.directories(from: directory)
    return try Self.objects(below: directory, most: most).map { PackOrder.ordered(Set($0), below: directories) }
  }
}
