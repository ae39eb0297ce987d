import { describe, expect, it } from "vitest";
import { outputsIn } from "../../cli/outputs";

describe("the outputs of a stack", () => {
  it("are empty before the first run", () => {
    expect(outputsIn("{}")).toMatchObject({ deliveries: [], steps: [], inventory: {}, revisions: {} });
  });

  it("are refused when their secrets could not be decrypted, for which the engine prints null", () => {
    const printed = { steps: [], inventory: null, revisions: null };
    expect(() => outputsIn(JSON.stringify(printed))).toThrow(/cannot be decrypted \(is PULUMI_CONFIG_PASSPHRASE/);
  });
});
