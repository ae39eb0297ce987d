import { describe, expect, it } from "vitest";
import { type Ask, chooseContainer, choosePod } from "../../../cli/pods/choose";
import type { FoundPod } from "../../../cli/pods/find";
import { onePerComponent } from "../../../cli/pods/port-forward";

function pod(name: string, more: Partial<FoundPod> = {}): FoundPod {
  const place = { cluster: "c1", namespace: "default", component: "web" };
  return { ...place, pod: name, containers: ["main"], phase: "Running", ...more };
}

/** Takes the last choice, and remembers what it was asked. */
function asked() {
  const questions: string[] = [];
  const ask: Ask = async (message, choices) => {
    questions.push(message, ...choices.map(({ name }) => name));
    const last = choices.at(-1);
    if (last === undefined) throw new Error("no choices");
    return last.value;
  };
  return { ask, questions };
}

describe("choosing a pod", () => {
  it("asks nobody when only one runs", async () => {
    const { ask, questions } = asked();
    expect((await choosePod([pod("done", { phase: "Succeeded" }), pod("a")], ask)).pod).toBe("a");
    expect(questions).toEqual([]);
  });

  it("asks which one when there are several", async () => {
    const { ask, questions } = asked();
    expect((await choosePod([pod("a"), pod("b", { cluster: "c2" })], ask)).pod).toBe("b");
    expect(questions).toEqual([
      "Which pod?",
      "a (cluster c1, namespace default, component web)",
      "b (cluster c2, namespace default, component web)",
    ]);
  });

  it("lists the choices where nobody can be asked, and says what does not run", async () => {
    await expect(choosePod([pod("a"), pod("b")], undefined)).rejects.toThrow(/--cluster.+:\n {2}a \(.+\n {2}b \(/);
    await expect(choosePod([pod("a", { phase: "Pending" })], undefined)).rejects.toThrow("does not run: it is Pending");
  });
});

it("containers are chosen in the same way", async () => {
  const two = pod("a", { containers: ["main", "sidecar"] });
  expect(await chooseContainer(pod("a"), undefined)).toBe("main");
  expect(await chooseContainer(two, asked().ask)).toBe("sidecar");
  await expect(chooseContainer(two, undefined)).rejects.toThrow("--container:\n  main\n  sidecar");
});

it("pods of one component in one place are alike; one that runs is taken", () => {
  const pods = [pod("a", { phase: "Pending" }), pod("b"), pod("c"), pod("d", { cluster: "c2" })];
  expect(onePerComponent(pods).map((one) => one.pod)).toEqual(["b", "d"]);
});
