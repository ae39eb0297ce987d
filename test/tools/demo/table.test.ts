import { expect, it } from "vitest";
import { table } from "../../../tools/demo/table";

it("tells step, cluster and namespace once per place, and every object", () => {
  const deliveries = [
    { step: "deploy-beijing", cluster: "beijing-1", namespace: "default", objects: ["Deployment/a", "Service/a"] },
    { step: "deploy-aws", cluster: "us-west-1", namespace: "default", objects: ["Deployment/a"] },
  ];
  expect(table(deliveries)).toBe(
    [
      "STEP            CLUSTER    NAMESPACE  OBJECTS",
      "deploy-beijing  beijing-1  default    Deployment/a",
      "                                      Service/a",
      "deploy-aws      us-west-1  default    Deployment/a",
    ].join("\n"),
  );
});
