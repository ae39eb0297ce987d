import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Answers, ask } from "../../components/answers";
import { ApiServer, answerJson } from "../support/api-server";

const PLANTED = "PLANTED-credential";
const namespace = { metadata: { name: "kube-system", uid: "7d3f" } };

/** Answers with the status that the path begins with. */
const server = new ApiServer(({ url = "" }, response) => {
  const status = Number(/^\/(\d{3})\//.exec(url)?.[1] ?? 200);
  answerJson(response, status === 200 ? namespace : { message: PLANTED }, status);
});

beforeAll(() => server.start());
afterAll(() => server.stop());

const at = (path: string) => server.kubeconfig({ token: PLANTED }, path);

describe("a cluster that is asked who it is", () => {
  it.each([
    ["answers", "", { kind: "answers", uid: "7d3f" }],
    ["answers, when it does not let anybody look", "/403", { kind: "answers", uid: "" }],
    ["is silent behind a load balancer", "/503", { kind: "silent" }],
    ["refuses unknown credentials", "/401", { kind: "refuses" }],
  ])("%s", async (_, path, answer) => {
    const found = await ask(at(path));
    expect(found).toMatchObject(answer);
    expect(JSON.stringify(found)).not.toContain(PLANTED);
  });

  it("is silent when nobody is there", async () => {
    const gone = new ApiServer(() => {});
    await gone.start();
    const kubeconfig = gone.kubeconfig({ token: PLANTED });
    await gone.stop();
    expect(await ask(kubeconfig)).toMatchObject({ kind: "silent", reason: expect.stringContaining("ECONNREFUSED") });
  });

  it("refuses when it is somebody whom the kubeconfig does not trust", async () => {
    const trusting = JSON.parse(at(""));
    delete trusting.clusters[0].cluster["certificate-authority-data"];
    expect(await ask(JSON.stringify(trusting))).toMatchObject({ kind: "refuses" });
  });

  it("is asked once in a run, and not at all when it does not exist yet", async () => {
    const before = server.asked.length;
    const connection = { name: "a", server: "", authority: "", identity: "a", previousNames: [] };
    const connections = async ([name]: readonly string[]) => [
      { ...connection, kubeconfig: name === "later" ? undefined : at("") },
    ];
    const answers = new Answers({ connections });
    expect(await Promise.all([answers.of("a"), answers.of("a")])).toMatchObject([{ uid: "7d3f" }, { uid: "7d3f" }]);
    expect(await answers.of("later")).toBeUndefined();
    expect(server.asked.length - before).toBe(1);
  });
});
