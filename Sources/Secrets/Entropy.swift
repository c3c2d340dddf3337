import Glibc

/// Shannon's entropy of the bytes, in bits for each.
func entropy(of bytes: some Collection<UInt8>) -> Double {
  var counts = [Int](repeating: 0, count: 256)
  for byte in bytes { counts[Int(byte)] += 1 }
  let total = Double(bytes.count)
  guard total > 0 else { return 0 }
  var sum = 0.0
  for count in counts where count > 0 {
    let share = Double(count) / total
    sum -= share * log2(share)
  }
  return sum
}
