/// What a workflow does that can harm: the closed set that manifests declare and policies raise the class for.
package enum Action: String, Hashable, Sendable, CaseIterable {
  case payment, access, contract, communication
  case dataChange = "data-change"
}
