import { expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { containerPorts } from "../../../workloads/traits/container-ports";
import { podSpecWith, refused } from "./harness";

const portsWith = (ports: JsonObject[], before?: JsonObject[]) => {
  const web = { name: "web", ...(before === undefined ? {} : { ports: before }) };
  const podSpec = podSpecWith(containerPorts, { ports }, { containers: [web] });
  return (podSpec as { containers: { ports: unknown }[] }).containers[0]?.ports;
};

const http = { containerPort: 80, protocol: "TCP", name: "http" };
const dns = { containerPort: 53, protocol: "UDP", name: "dns" };

it("sets ports where there were none", () => {
  const bound = { containerPort: 53, protocol: "UDP", hostPort: 5353, hostIP: "::1" };
  expect(portsWith([{ containerPort: 8080 }, bound])).toEqual([{ containerPort: 8080, protocol: "TCP" }, bound]);
  expect(portsWith([])).toEqual([]);
});

it("binds ports that are there in their place, and adds the others", () => {
  const wanted = [{ containerPort: 53, protocol: "UDP", hostPort: 53 }, { containerPort: 53 }];
  expect(portsWith(wanted, [http, { ...dns, hostIP: "gone" }])).toEqual([
    http,
    { ...dns, hostPort: 53 },
    { containerPort: 53, protocol: "TCP" },
  ]);
});

it("sets the ports of several containers", () => {
  const containers = [{ containerName: "log", ports: [{ containerPort: 1 }] }, { containerName: "web" }];
  expect(podSpecWith(containerPorts, { containers }, { containers: [{ name: "web" }, { name: "log" }] })).toEqual({
    containers: [
      { name: "web", ports: [] },
      { name: "log", ports: [{ containerPort: 1, protocol: "TCP" }] },
    ],
  });
});

it("refuses what cannot be told apart", () => {
  expect(() => portsWith([], [{ containerPort: 80 }])).toThrow("port 80 of container web needs a name and a protocol");
  const twice = [
    { containerPort: 80, hostPort: 1 },
    { containerPort: 80, hostPort: 2 },
  ];
  expect(() => portsWith(twice, [http])).toThrow("port 80 of container web is bound twice");
});

it("refuses absent containers and wrong types", () => {
  expect(() => podSpecWith(containerPorts, { containerName: "nope" })).toThrow("container nope not found");
  expect(refused(containerPorts, { ports: [{ containerPort: "80" }] })).toEqual([": invalid_union"]);
  expect(refused(containerPorts, { ports: [{ containerPort: 80, name: "x" }] })).toEqual([
    "ports.0: unrecognized_keys",
  ]);
});
