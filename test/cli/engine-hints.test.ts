import { describe, expect, it } from "vitest";
import { previewMistakes } from "../../cli/diff/preview";
import { engineHint } from "../../cli/engine-hints";

const NO_STACK = "no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one";

describe("what to do about a complaint of the engine's", () => {
  it("is to put a damaged state back, also when a preview has found it", () => {
    const reason = "failed to load checkpoint: place 1: unexpected end of JSON input";
    const hint = expect.stringContaining("docs/faults.md");
    expect(engineHint(reason)).toEqual({ hint });
    expect(previewMistakes(undefined, reason)).toMatchObject([{ hint }]);
  });

  it("is to correct the variable that names a stack which is not there: to select one would change nothing", () => {
    expect(engineHint(NO_STACK, { PULUMI_STACK: "prdo" }).hint).toContain('PULUMI_STACK says "prdo"');
    expect(engineHint(NO_STACK, {})).toEqual({});
  });

  it("is to give the stack's own passphrase", () => {
    expect(engineHint("getting stack secrets manager: incorrect passphrase").hint).toContain(
      "PULUMI_CONFIG_PASSPHRASE",
    );
  });

  it.each([
    'Service "s" is invalid: spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set',
    'StatefulSet.apps "s" is invalid: spec: Forbidden: updates to statefulset spec for fields other than',
    'RoleBinding.rbac.authorization.k8s.io "r" is invalid: roleRef: Invalid value: {}: cannot change roleRef',
    'PersistentVolumeClaim "p" is invalid: spec: Forbidden: spec is immutable after creation except',
  ])("is to leave the preview out where that cannot show what is made anew: %s", (reason) => {
    const [{ hint } = {}] = previewMistakes(undefined, `Preview failed: resource "urn" was not created: ${reason}`);
    expect(hint).toContain("--skip-preview");
  });

  it("is nothing where that says it itself", () => {
    expect(engineHint("no stack named 'prdo' found")).toEqual({});
  });
});
