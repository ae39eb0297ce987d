import { expect, it } from "vitest";
import { printable, RELEASE } from "../../workloads/release";

it("prints a release without the password of its repository, and everything else as it is", () => {
  const release = (repositoryOpts: Record<string, string>) => ({ ...RELEASE, spec: { chart: "c", repositoryOpts } });
  const repo = { repo: "https://charts.example", username: "ann" };
  expect(printable(release({ ...repo, password: "pw" }))).toEqual(release({ ...repo, password: "[secret]" }));
  for (const object of [release(repo), { apiVersion: "v1", kind: "ConfigMap" }]) expect(printable(object)).toBe(object);
});
