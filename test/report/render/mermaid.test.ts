import { expect, it } from "vitest";
import { mermaid } from "../../../report/render/mermaid";
import { planYaml } from "../../support/plan";

it("draws steps in their order, and clusters that get the same as one", () => {
  const plan = planYaml(`apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - {name: web, type: webservice, properties: {image: nginx}}
    - {name: job, type: task, properties: {image: nginx}}
  policies:
    - {name: a, type: topology, properties: {clusters: [c1, c2]}}
    - {name: b, type: topology, properties: {clusters: [c3]}}
  workflow:
    steps:
      - {name: first, type: deploy, properties: {policies: [a]}}
      - {name: wait, type: suspend}
      - {name: last, type: deploy, properties: {policies: [b], auto: false}}`);
  expect(mermaid(plan)).toBe(`flowchart LR
  subgraph step1 ["first"]
    step1_1["c1, c2<br/>web, job"]
  end
  step2(["wait<br/>waits for an approval"])
  subgraph step3 ["last<br/>waits for an approval"]
    step3_1["c3<br/>web, job"]
  end
  step1 --> step2
  step2 --> step3
`);
});
