import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../../../model/json";
import { PlainSource } from "../../../model/plain-source";
import { checkProperties } from "../../../model/validate";
import { containersOf, forContainers, patchContainers } from "../../../workloads/patch/containers";
import { traitType } from "../../../workloads/types";
import { deployment, podSpecWith, refused } from "../traits/harness";

const image = traitType({
  name: "image",
  description: "Sets images",
  appliesTo: ["*"],
  schema: forContainers({ image: z.string() }),
  apply: (properties, context) =>
    patchContainers(properties, context, ({ image }, { image: old }) => ({ image, old }), {
      image: { strategy: "retainKeys" },
    }),
});

const two = { containers: [{ name: "web", image: "a", ports: [] }, { name: "log" }] };
const patched = (properties: JsonObject, podSpec?: JsonObject) => podSpecWith(image, properties, podSpec);

describe("patchContainers", () => {
  it("changes the container that has the component's name, unless another is named", () => {
    expect(patched({ image: "b" }, two)).toEqual({
      containers: [{ name: "web", image: "b", old: "a", ports: [] }, { name: "log" }],
    });
    expect(patched({ containerName: "log", image: "b" }, two)).toEqual({
      containers: [
        { name: "web", image: "a", ports: [] },
        { name: "log", image: "b" },
      ],
    });
  });

  it("changes several containers", () => {
    const containers = [
      { containerName: "log", image: "c" },
      { containerName: "web", image: "b" },
    ];
    expect(patched({ containers }, two)).toEqual({
      containers: [
        { name: "web", image: "b", old: "a", ports: [] },
        { name: "log", image: "c" },
      ],
    });
  });

  it("refuses containers that do not exist, saying which do", () => {
    expect(() => patched({ containerName: "nope", image: "b" }, two)).toThrow(
      "container nope not found, there are: web, log",
    );
    const containers = [{ containerName: "nope", image: "b" }];
    expect(() => patched({ containers }, two)).toThrow(
      expect.objectContaining({ path: ["containers", 0, "containerName"] }),
    );
    expect(() => patched({ image: "b" }, {})).toThrow("container web not found, the workload has none");
  });

  it("refuses a list in which a container has no name", () => {
    expect(() => patched({ containers: [{ image: "b" }] }, two)).toThrow("containerName must be set for containers");
  });

  it("takes properties for one container or a list, and nothing else", () => {
    expect(refused(image, { image: "a" })).toEqual([]);
    expect(refused(image, { containers: [] })).toEqual([]);
    expect(refused(image, { image: "a", nope: 1 })).not.toEqual([]);
    expect(refused(image, { image: "a", containers: [] })).not.toEqual([]);
    expect(refused(image, { containers: [{ image: "a", nope: 1 }] })).not.toEqual([]);
    expect(refused(image, {})).not.toEqual([]);
  });

  it("says what is wrong inside the list, not that there is no list", () => {
    const properties = { containers: [{ image: 1 }] };
    const origin = { source: new PlainSource("", properties), path: [] };
    const { findings } = checkProperties(image.schema, properties, [origin], []);
    expect(findings).toMatchObject([{ code: "wrong-type", path: "containers[0].image" }]);
  });
});

describe("containersOf", () => {
  it("finds the containers of a pod template, and none elsewhere", () => {
    expect(containersOf(deployment(two))).toEqual(two.containers);
    expect(containersOf({ apiVersion: "v1", kind: "ConfigMap" })).toEqual([]);
  });
});
