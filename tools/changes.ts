/** What is changed in a published Go module before a program is built from it: as little as can be, and nothing that it does. */
export interface Change {
  readonly module: string;
  /** Texts that stand once in a file, and what stands there instead, by the file's path in the module. */
  readonly files: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;
}

/**
 * Lets a library that judges passwords read its dictionaries when it is asked for the first time. It has done so whenever the engine started,
 * which took more than half of the start, and only `pulumi config set` and `pulumi env` ever ask it.
 */
const lazily = (module: string): Change => ({
  module,
  files: {
    "frequency/frequency.go": [["func init() {\n", "func Load() {\n"]],
    "matching/matching.go": [
      ["func init() {\n\tloadFrequencyList()\n}\n", ""],
      ["func loadFrequencyList() {\n", "func loadFrequencyList() {\n\tfrequency.Load()\n"],
    ],
  },
});

/** The engine comes with two copies of that library. */
export const ENGINE_CHANGES: readonly Change[] = [
  lazily("github.com/nbutton23/zxcvbn-go"),
  lazily("github.com/ccojocar/zxcvbn-go"),
];

/** Makes replaceable how a provider gets the description of its cluster's API: see `pulumi/kubernetes-provider/models.go`. */
export const PROVIDER_CHANGES: readonly Change[] = [
  {
    module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
    files: {
      "pkg/openapi/openapi.go": [
        [
          "func GetResourceSchemasForClient(",
          "var GetResourceSchemasForClient = getResourceSchemasForClient\n\nfunc getResourceSchemasForClient(",
        ],
      ],
    },
  },
];
