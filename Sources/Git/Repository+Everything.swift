extension Repository {
  /// Every object that this repository has, loose and packed, of its alternates too, whether or not a ref leads to it; sorted.
  ///
  /// nil when there are more than `most`.
  package func everything(most: Int) throws(GitError) -> [ObjectID]? {
    try Self.objects(below: commonDirectory + "objects", most: most).map { Set($0).sorted() }
  }
}
