import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { stringify } from "yaml";

/** Who may read the repository. */
export const LOGIN = { username: "ann", password: "planted-password" };

/** A chart of a ConfigMap that holds the value `greeting`, and of a Deployment of one pod. */
const FILES: Readonly<Record<string, string>> = {
  "values.yaml": "greeting: hello\n",
  "templates/config.yaml": `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-config"}
data: {greeting: "{{ .Values.greeting }}"}
`,
  "templates/web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .Release.Name }}"}
spec:
  selector: {matchLabels: {app: "{{ .Release.Name }}"}}
  template:
    metadata: {labels: {app: "{{ .Release.Name }}"}}
    spec: {containers: [{name: main, image: registry.example/web:1}]}
`,
};

/** Writes the chart `greeter` into a folder, and returns its own folder. */
export function writeChart(folder: string, version: string): string {
  const files = { ...FILES, "Chart.yaml": stringify({ apiVersion: "v2", name: "greeter", version }) };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, "greeter", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(folder, "greeter");
}

/** A chart repository on this machine that has the chart `greeter` 1.0.0, for those who log in. */
export class ChartRepository {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param folder for the packed chart */
  static async start(folder: string): Promise<ChartRepository> {
    writeChart(folder, "1.0.0");
    execFileSync("tar", ["-czf", "greeter-1.0.0.tgz", "greeter"], { cwd: folder });
    const entry = { apiVersion: "v2", name: "greeter", version: "1.0.0", urls: ["greeter-1.0.0.tgz"] };
    const contents: Record<string, string | Buffer> = {
      "/index.yaml": stringify({ apiVersion: "v1", entries: { greeter: [entry] } }),
      "/greeter-1.0.0.tgz": readFileSync(join(folder, "greeter-1.0.0.tgz")),
    };
    const expected = `Basic ${Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString("base64")}`;
    const server = createServer(({ url = "", headers }, response) => {
      const content = contents[url];
      response.statusCode = headers.authorization !== expected ? 401 : content === undefined ? 404 : 200;
      response.end(response.statusCode === 200 ? content : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ChartRepository(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  stop(): void {
    this.server.close();
  }
}
