import { describe, expect, it } from "vitest";
import { outputsOf } from "../../components/last-outputs";

const SOON = { looks: 3, apart: 1 };

/** Reads outputs, but fails at first, once for each message. */
function failing(...messages: string[]) {
  const left = messages.map((message) => new Error(message));
  return async () => {
    const error = left.shift();
    if (error !== undefined) throw error;
    return { clusters: [] };
  };
}

const HALF = "invocation of pulumi:pulumi:readStackOutputs returned an error: failed to load checkpoint: EOF";

describe("the outputs of another stack", () => {
  it("are read again when another run was writing its state", async () => {
    await expect(outputsOf("prod-1", failing(HALF, HALF), SOON)).resolves.toEqual({ clusters: [] });
  });

  it("are not to be had from a state that stays damaged, nor after any other complaint", async () => {
    await expect(outputsOf("prod-1", failing(HALF, HALF, HALF), SOON)).rejects.toThrow(
      'the state of the stack "prod-1" cannot be read',
    );
    await expect(outputsOf("prod-1", failing("unknown stack"), SOON)).rejects.toThrow("unknown stack");
  });
});
