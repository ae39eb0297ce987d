import { describe, expect, it } from "vitest";
import { serviceBinding } from "../../../workloads/traits/service-binding";
import { podSpecWith, refused } from "./harness";

const fromSecret = (variable: string, name: string, key: string) => ({
  name: variable,
  valueFrom: { secretKeyRef: { name, key } },
});

describe("service-binding", () => {
  it("adds variables in the order of their names to the component's container, keeping those that are there", () => {
    const mode = { name: "MODE", value: "prod" };
    const podSpec = { containers: [{ name: "log" }, { name: "web", env: [mode] }] };
    const envMappings = { host: { secret: "db" }, DB_PW: { secret: "db", key: "password" } };
    expect(podSpecWith(serviceBinding, { envMappings }, podSpec)).toEqual({
      containers: [
        { name: "log" },
        { name: "web", env: [mode, fromSecret("DB_PW", "db", "password"), fromSecret("host", "db", "host")] },
      ],
    });
  });

  it("accepts a variable that is there already with the same source only", () => {
    const podSpec = { containers: [{ name: "web", env: [fromSecret("A", "s", "A")] }] };
    expect(podSpecWith(serviceBinding, { envMappings: { A: { secret: "s" } } }, podSpec)).toEqual(podSpec);
    expect(() => podSpecWith(serviceBinding, { envMappings: { A: { secret: "t" } } }, podSpec)).toThrow(
      "secretKeyRef.name",
    );
  });

  it("adds a container when none is named as the component, as KubeVela does", () => {
    expect(
      podSpecWith(serviceBinding, { envMappings: { A: { secret: "s" } } }, { containers: [{ name: "x" }] }),
    ).toEqual({
      containers: [{ name: "x" }, { name: "web", env: [fromSecret("A", "s", "A")] }],
    });
  });

  it("writes an empty list without mappings", () => {
    expect(podSpecWith(serviceBinding, {})).toEqual({ containers: [{ name: "web", image: "nginx:1", env: [] }] });
  });

  it("needs the Secret, and refuses unknown keys", () => {
    expect(refused(serviceBinding, { envMappings: { A: { key: "a" }, B: { secret: "s", optional: true } } })).toEqual([
      "envMappings.A.secret: invalid_type",
      "envMappings.B: unrecognized_keys",
    ]);
  });
});
