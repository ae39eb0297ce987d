import { describe, expect, it } from "vitest";
import { plainSettings } from "../../../tools/demo/configure";
import { EMBEDDED, FLEET, ownFleet } from "../../../tools/demo/fleet";

describe("the demo's clusters", () => {
  it("are a hub and three members, one of them at AWS", () => {
    expect(FLEET.map(({ name }) => name)).toEqual(["local", "beijing-1", "beijing-2", "us-west-1"]);
    expect(FLEET.filter(({ labels }) => labels?.provider === "AWS").map(({ name }) => name)).toEqual(["us-west-1"]);
    expect(EMBEDDED).toHaveLength(4);
  });

  it("can be three contexts of the user's own", () => {
    expect(ownFleet(["a", "b", "c"])).toEqual([
      { name: "beijing-1", context: "a" },
      { name: "beijing-2", context: "b" },
      { name: "us-west-1", labels: { provider: "AWS" }, context: "c" },
    ]);
  });

  it("can be four, the hub first", () => {
    expect(ownFleet(["h", "a", "b", "c"]).map(({ name, context }) => [name, context])).toEqual([
      ["local", "h"],
      ["beijing-1", "a"],
      ["beijing-2", "b"],
      ["us-west-1", "c"],
    ]);
  });

  it.each([[[]], [["a"]], [["a", "b"]], [["a", "", "c"]], [["a", "b", "c", "d", "e"]]])("cannot be %j", (contexts) => {
    expect(() => ownFleet(contexts)).toThrow("--contexts takes three contexts");
  });

  it("cannot be one cluster twice", () => {
    expect(() => ownFleet(["a", "b", "a"])).toThrow("names a twice");
  });
});

describe("the settings of the demo's stack", () => {
  it("name every cluster with its labels and how it is reached", () => {
    expect(plainSettings(ownFleet(["a", "b", "c"])).filter((text) => text !== "--plaintext")).toEqual([
      "flotilla:clusters[0].name=beijing-1",
      "flotilla:clusters[0].context=a",
      "flotilla:clusters[1].name=beijing-2",
      "flotilla:clusters[1].context=b",
      "flotilla:clusters[2].name=us-west-1",
      "flotilla:clusters[2].context=c",
      "flotilla:clusters[2].labels.provider=AWS",
    ]);
  });

  it("leave kubeconfigs out of the arguments", () => {
    const settings = plainSettings([{ name: "local", kubeconfig: "planted" }]);
    expect(settings).toEqual(["--plaintext", "flotilla:clusters[0].name=local"]);
  });
});
