// swift-tools-version: 6.2

import PackageDescription

/// The settings of every target: Swift 6, imports that show, and warnings that stop the build.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A module of the product. `needs` names other modules; docs/architecture.md and HouseTests hold the same table. `archives` are static
/// libraries of the system, each before what it needs itself.
func module(
  _ name: String, needs: [Target.Dependency] = [], touchesC: Bool = false, archives: [String] = []
) -> Target {
  .target(
    name: name, dependencies: needs,
    swiftSettings: house + (touchesC ? [.strictMemorySafety()] : []),
    linkerSettings: archives.map { .linkedLibrary(":\($0)") })
}

func tests(_ name: String, needs: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: needs, exclude: exclude, swiftSettings: house)
}

/// What Tests/fuzz.sh builds with libFuzzer, which brings a `main` of its own.
func fuzzer(_ name: String, path: String, needs: [Target.Dependency], exclude: [String]) -> Target {
  .executableTarget(name: name, dependencies: needs, path: path, exclude: exclude, swiftSettings: house)
}

/// What Tests/benchmark.sh builds: it makes repositories, so it signs and packs, which no module of the product does.
func benchmark(_ name: String, path: String, needs: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: needs, path: path, swiftSettings: house)
}

/// libgit2 as Debian 12 builds it, linked from its archive: the shared one loads Kerberos, SSH and TLS at each start, which takes longer
/// than most commands. `AbsentNetwork` stands in for them. Elsewhere, or with COUNTERSIGN_LIBGIT2=shared, the shared one is linked.
#if os(Linux)
  let linksArchive = Context.environment["COUNTERSIGN_LIBGIT2"] != "shared"
#else
  let linksArchive = false
#endif

let package = Package(
  name: "countersign",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "countersign", targets: ["countersign"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // System libraries.
    .systemLibrary(
      name: "Clibgit2", pkgConfig: linksArchive ? nil : "libgit2",
      providers: [.apt(["libgit2-dev", "libpcre2-dev", "zlib1g-dev"]), .brew(["libgit2"])]),
    .systemLibrary(name: "Clibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "Cexpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    .systemLibrary(
      name: "Cvectorscan", pkgConfig: "libhs", providers: [.apt(["libvectorscan-dev"]), .brew(["vectorscan"])]),
    .systemLibrary(name: "Cpcre2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),

    // Words that every module speaks.
    module("Diagnostics"),
    module("Vocabulary"),

    // Bytes and programs.
    module("StrictYAML", needs: ["Clibyaml"], touchesC: true),
    module("StrictJSON"),
    module("StrictXML", needs: ["Cexpat"], touchesC: true),
    module(
      "Cryptography",
      needs: [
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    module("Programs"),
    module("Workers", needs: ["Diagnostics"]),
    module("Documents", needs: ["Diagnostics", "StrictYAML", "Vocabulary"]),
    module("Calendars", needs: ["Vocabulary"]),

    // Readers of the outside.
    module(
      "Git", needs: ["Clibgit2", "Cryptography", "Diagnostics"], touchesC: true,
      archives: linksArchive ? ["libgit2.a", "libpcre2-8.a", "libz.a"] : []),
    module("Signatures", needs: ["Cryptography", "Diagnostics", "Programs", "Vocabulary"]),
    module("PolicyModel", needs: ["Calendars", "Diagnostics", "Documents", "StrictYAML", "Vocabulary"]),
    module(
      "Workflows", needs: ["Cryptography", "Diagnostics", "Documents", "Git", "StrictJSON", "StrictYAML", "Vocabulary"]),
    module(
      "Evidence",
      needs: ["Cryptography", "Diagnostics", "Git", "StrictJSON", "StrictXML", "Vocabulary"]),
    module(
      "Inspection",
      needs: [
        "Cryptography", "Diagnostics", "StrictJSON", "StrictXML", "StrictYAML", "Vocabulary", "Workflows",
      ]),

    module(
      "Secrets",
      needs: ["Cpcre2", "Cryptography", "Cvectorscan", "Diagnostics", "StrictJSON", "StrictXML", "StrictYAML"],
      touchesC: true),

    // Read into values, judged by pure functions, told.
    module("Facts", needs: ["Calendars", "Diagnostics", "Evidence", "PolicyModel", "Vocabulary", "Workflows"]),
    module(
      "Gathering",
      needs: [
        "Calendars", "Diagnostics", "Evidence", "Facts", "Gates", "Git", "PolicyModel", "Programs", "Secrets",
        "Signatures",
        "Vocabulary", "Inspection", "Workers", "Workflows",
      ]),
    module(
      "Gates", needs: ["Calendars", "Diagnostics", "Evidence", "Facts", "PolicyModel", "Vocabulary", "Workflows"]),
    module(
      "Releases",
      needs: [
        "Diagnostics", "Evidence", "Facts", "Gates", "Gathering", "Git", "PolicyModel", "Programs", "Signatures",
        "Vocabulary", "Workflows",
      ]),
    module(
      "Receiving",
      needs: [
        "Diagnostics", "Evidence", "Facts", "Gates", "Gathering", "Git", "PolicyModel", "Secrets", "Vocabulary",
        "Workflows",
      ]),
    module(
      "Verifying",
      needs: [
        "Cryptography", "Diagnostics", "Evidence", "Facts", "Gates", "Gathering", "Git", "PolicyModel", "Receiving",
        "Vocabulary", "Workers", "Workflows",
      ]),
    module(
      "Reporting",
      needs: ["Diagnostics", "Facts", "Gates", "Receiving", "StrictJSON", "Verifying", "Vocabulary"]),

    // The command line.
    module(
      "CountersignCLI",
      needs: [
        "Calendars", "Cryptography", "Diagnostics", "Documents", "Evidence", "Facts", "Gates", "Gathering", "Git",
        "PolicyModel",
        "Programs", "Receiving", "Releases", "Reporting", "Secrets", "Signatures", "StrictJSON", "StrictYAML",
        "Vocabulary",
        "Workers", "Inspection", "Verifying", "Workflows",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "countersign", dependencies: ["CountersignCLI"], swiftSettings: house),

    // Tests. Support imports no testing library, so that releases build.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
    tests("HouseTests", needs: ["CountersignCLI", "Diagnostics", "Gates", "Secrets"]),
    tests("DiagnosticsTests", needs: ["Diagnostics"]),
    tests("VocabularyTests", needs: ["Vocabulary"]),
    tests("StrictYAMLTests", needs: ["StrictYAML"]),
    tests("StrictJSONTests", needs: ["StrictJSON"]),
    tests("StrictXMLTests", needs: ["StrictXML"]),
    tests(
      "CryptographyTests",
      needs: [
        "Cryptography", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    tests("ProgramsTests", needs: ["Programs"]),
    tests(
      "DocumentsTests", needs: ["Diagnostics", "Documents", "PolicyModel", "StrictYAML", "Vocabulary", "Workflows"]),
    tests("CalendarsTests", needs: ["Calendars", "Vocabulary"]),
    tests("GitTests", needs: ["Diagnostics", "Git", "TestSupport"]),
    tests(
      "SignaturesTests",
      needs: [
        "Cryptography", "Diagnostics", "Programs", "Signatures", "Vocabulary",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    tests("PolicyModelTests", needs: ["Calendars", "Diagnostics", "Documents", "PolicyModel", "Vocabulary"]),
    tests(
      "WorkflowsTests",
      needs: ["Diagnostics", "Documents", "Git", "StrictJSON", "TestSupport", "Vocabulary", "Workflows"]),
    tests(
      "EvidenceTests",
      needs: [
        "Cryptography", "Diagnostics", "Evidence", "Git", "Programs", "Signatures", "StrictJSON", "StrictXML",
        "TestSupport",
        "Vocabulary",
      ]),
    tests(
      "InspectionTests",
      needs: [
        "Diagnostics", "Inspection", "StrictJSON", "StrictXML", "StrictYAML", "TestSupport", "Vocabulary", "Workflows",
      ], exclude: ["Counted", "Meaning/Histories"]),
    tests("SecretsTests", needs: ["Cryptography", "Diagnostics", "Secrets", "StrictJSON"]),
    tests(
      "GatheringTests",
      needs: [
        "Diagnostics", "Facts", "Gates", "Gathering", "Git", "PolicyModel", "Programs", "Secrets", "TestSupport",
        "Vocabulary", "Workflows",
      ]),
    tests(
      "GatesTests",
      needs: [
        "Calendars", "Diagnostics", "Evidence", "Facts", "Gates", "PolicyModel", "Reporting", "Vocabulary", "Workflows",
      ]),
    tests(
      "ReportingTests",
      needs: ["Diagnostics", "Facts", "Gates", "Reporting", "StrictJSON", "StrictXML", "TestSupport", "Vocabulary"],
      exclude: ["Fixtures", "Golden"]),
    tests("CommandLineTests", needs: ["countersign", "StrictJSON", "StrictYAML", "TestSupport"], exclude: ["Golden"]),
  ]
)

if linksArchive {
  package.targets.append(.target(name: "AbsentNetwork"))
  for target in package.targets where target.name == "Git" { target.dependencies.append("AbsentNetwork") }
} else {
  // The archive of zlib comes with that of libgit2.
  for target in package.targets where target.name == "Git" { target.linkerSettings = [.linkedLibrary("z")] }
}

if Context.environment["COUNTERSIGN_FUZZ"] != nil {
  package.targets.append(
    fuzzer(
      "fuzz", path: "Tests/Fuzzing",
      needs: [
        "Calendars", "Diagnostics", "Evidence", "Git", "Inspection", "PolicyModel", "Secrets", "Signatures",
        "StrictJSON", "StrictXML", "StrictYAML", "Vocabulary", "Workflows",
      ],
      exclude: ["Dictionaries", "Seeds"]))
}

if Context.environment["COUNTERSIGN_BENCHMARK"] != nil {
  package.targets += [
    .systemLibrary(name: "Czlib", path: "Tests/Czlib", providers: [.apt(["zlib1g-dev"])]),
    benchmark(
      "benchmark", path: "Tests/Benchmark",
      needs: [
        "Cryptography", "Czlib", "Evidence", "Git", "Secrets", "Signatures", "Vocabulary",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
  ]
}
