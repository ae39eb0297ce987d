import { expect, it } from "vitest";
import { containerImage } from "../../../workloads/traits/container-image";
import { podSpecWith, refused } from "./harness";

const two = {
  containers: [
    { name: "web", image: "a", imagePullPolicy: "Always" },
    { name: "log", image: "l" },
  ],
};

it("sets image and pull policy", () => {
  const properties = { image: "b", imagePullPolicy: "Never" };
  expect(podSpecWith(containerImage, properties, two)).toEqual({
    containers: [
      { name: "web", image: "b", imagePullPolicy: "Never" },
      { name: "log", image: "l" },
    ],
  });
});

it("keeps the pull policy when it says none", () => {
  const web = { name: "web", image: "b", imagePullPolicy: "Always" };
  expect(podSpecWith(containerImage, { image: "b" }, two)).toEqual({ containers: [web, two.containers[1]] });
  expect(podSpecWith(containerImage, { image: "b", imagePullPolicy: "" }, two)).toEqual({
    containers: [web, two.containers[1]],
  });
});

it("sets the images of several containers", () => {
  const containers = [
    { containerName: "log", image: "m", imagePullPolicy: "IfNotPresent" },
    { containerName: "web", image: "b" },
  ];
  expect(podSpecWith(containerImage, { containers }, two)).toEqual({
    containers: [
      { name: "web", image: "b", imagePullPolicy: "Always" },
      { name: "log", image: "m", imagePullPolicy: "IfNotPresent" },
    ],
  });
});

it("refuses absent containers, a missing image and unknown policies", () => {
  expect(() => podSpecWith(containerImage, { containerName: "nope", image: "b" })).toThrow("container nope not found");
  expect(refused(containerImage, {})).toEqual([": invalid_union"]);
  expect(refused(containerImage, { image: "b", imagePullPolicy: "Sometimes" })).toEqual([": invalid_union"]);
});
