import type { ScalarTag } from "yaml";

/**
 * Plain scalars are read as `kubectl` and KubeVela read them (sigs.k8s.io/yaml on yaml.v2), not as YAML 1.2 says: the same
 * file has to mean the same objects. So `yes`, `on` and `y` are booleans, `0644` is octal, `1_000` is a number; dates and
 * `1:30` stay text. Where text is expected, the finding for such a value says to put it in quotes.
 */

const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const INTEGER =
  /^([-+]?)(?:0[bB]_*([01][01_]*)|0[oO]?_*([0-7][0-7_]*)|0[xX]_*([0-9a-fA-F][0-9a-fA-F_]*)|(0|[1-9][0-9_]*))$/;

/** How Kubernetes' YAML library understands plain scalars; everything else is text. */
export const kubernetesScalars: ScalarTag[] = [
  {
    tag: "tag:yaml.org,2002:null",
    default: true,
    test: /^(?:~|[Nn]ull|NULL)?$/,
    resolve: () => null,
  },
  {
    tag: "tag:yaml.org,2002:bool",
    default: true,
    test: /^(?:[yYnN]|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    resolve: (text) => TRUE.test(text),
  },
  {
    tag: "tag:yaml.org,2002:int",
    default: true,
    test: INTEGER,
    resolve: parseInteger,
  },
  {
    tag: "tag:yaml.org,2002:float",
    default: true,
    test: /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/,
    resolve: (text) => Number(text.replaceAll("_", "")),
  },
  {
    tag: "tag:yaml.org,2002:float",
    default: true,
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    resolve: () => Number.NaN,
  },
];

function parseInteger(text: string): number {
  const [, sign, binary, octal, hexadecimal, decimal] = INTEGER.exec(text) ?? [];
  const magnitude = parse(binary, 2) ?? parse(octal, 8) ?? parse(hexadecimal, 16) ?? parse(decimal, 10) ?? Number.NaN;
  return sign === "-" && magnitude !== 0 ? -magnitude : magnitude;
}

function parse(digits: string | undefined, radix: number): number | undefined {
  return digits === undefined ? undefined : Number.parseInt(digits.replaceAll("_", ""), radix);
}
