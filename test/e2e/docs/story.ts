import { makeDemoStack, writeLogs, writeMoreLogs, writeShop } from "./fixtures";
import type { Play, Scene } from "./play";

/** What is shown where clusters are not asked. */
const PLANS: Scene = {
  title: "without any cluster",
  plays: [
    {
      run: "npm run --silent flotilla -- plan --file examples/advanced/app.yaml --clusters examples/clusters.yaml",
      prints: /^STEP +CLUSTER/,
    },
    {
      run: "npm run --silent flotilla -- plan --file examples/batches/app.yaml --clusters examples/clusters.yaml",
      prints: /^STEP +WAVE +CLUSTER/,
    },
    {
      run: "flotilla plan --file examples/advanced/app.yaml --clusters examples/clusters.yaml --output mermaid",
      prints: /^flowchart /,
    },
    {
      run: "flotilla plan --file examples/app-deployment-2 --clusters examples/clusters.yaml",
      prints: /^example-app-v2 .*\nexample-app-v2 /m,
    },
    { run: "flotilla plan --file app.yaml --clusters clusters.yaml --output yaml", prints: /^ +kind: Deployment$/m },
    { run: "flotilla plan --file app.yaml --clusters clusters.yaml --output mermaid", prints: /^flowchart / },
    {
      run: "flotilla plan --file app.yaml --clusters clusters.yaml --checks Pulumi.prod.yaml",
      prints: /beijing-1/,
    },
    { run: "flotilla plan --file apps --clusters clusters.yaml --checks Pulumi.prod.yaml", prints: /deploy-beijing/ },
    { run: "flotilla rbac --file apps/shop.yaml", prints: /nothing|local/ },
    {
      run: "flotilla rbac --file app.yaml --clusters clusters.yaml --subject user:pipeline",
      prints: /kind: User\n +name: pipeline/,
    },
    {
      run: "flotilla rbac --file app.yaml --clusters clusters.yaml --cluster beijing-1 | kubectl apply -f -",
      prints: /^clusterrole\S+ created$/m,
    },
    { run: "source <(flotilla completion bash)", also: "complete -p flotilla", prints: /^complete .*flotilla$/m },
    {
      run: "flotilla plan --file app.yaml",
      before: (checkout) => checkout.write("app.yaml", MISTAKEN),
      prints: /did you mean "webservice"/,
      exits: 1,
    },
    {
      run: "flotilla plan --file app.yaml --clusters clusters.yaml --checks checks.yaml",
      before: (checkout) => {
        checkout.write("checks.yaml", "image-tag: mandatory\n");
        checkout.write("app.yaml", UNTAGGED);
        checkout.write("clusters.yaml", PRODUCTION);
      },
      prints: /check image-tag/,
      exits: 1,
    },
  ],
};

const MISTAKEN = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata:
  name: example-app
  namespace: default
spec:
  components:
    - name: hello-world-server
      type: websevice
      properties: {image: crccheck/hello-world}
`;
const UNTAGGED = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata:
  name: shop
spec:
  components:
    - {name: web, type: webservice, properties: {image: nginx}}
  policies:
    - {name: production, type: topology, properties: {clusterLabelSelector: {environment: production}}}
`;
const PRODUCTION = `clusters:
  - {name: p1, labels: {environment: production}}
  - {name: p2, labels: {environment: production}}
`;

/** Watches go on until Ctrl-C. */
const watching = (run: string, prints: RegExp): Play => ({ run, prints, endless: true });

/** A shell in a container, in which somebody computes something and leaves. Fake kubelets have no terminal that makes lines of `\r`. */
const shell = (run: string): Play => ({
  ...{ run, prints: /printed 42/ },
  answers: [
    [/Which pod\?/, "\r"],
    [/[$#] $/, "echo printed $((40 + 2))\n"],
    [/printed 42/, "exit\n"],
  ],
});

/** What the README and its neighbours do with the demo. */
const DEMO: Scene = {
  title: "after the demo",
  plays: [
    {
      run: "flotilla status --tree",
      before: async (checkout) => {
        await makeDemoStack(checkout);
        await checkout.succeeds("pulumi up --skip-preview");
        writeLogs();
      },
      prints: /^us-west-1 +─── default +─┬─ Deployment\/hello-world-server +Healthy Ready:5\/5$/m,
    },
    { run: "flotilla diff", prints: /^Nothing changes\.$/m, shown: 1 },
    {
      run: "flotilla diff",
      before: (checkout) => {
        const file = "examples/advanced/app.yaml";
        checkout.write(file, checkout.read(file).replace("crccheck/hello-world", "crccheck/hello-world:v1.0.0"));
      },
      prints: /~ {2}Deployment default\/hello-world-server {2}in beijing-1, beijing-2\n.*image.*v1\.0\.0/,
      shown: 2,
    },
    { run: "flotilla diff --refresh", prints: /~ {2}Deployment default\/hello-world-server/ },
    { run: "flotilla diff --refresh --exit-code", prints: /~ {2}Deployment/, exits: 2 },
    { run: "flotilla diff --output json", prints: /^\{\n {2}"version": 1,/ },
    {
      run: "flotilla diff --output markdown --out comment.md",
      also: "head -1 comment.md",
      prints: /flotilla diff -->/,
    },
    { run: "flotilla diff --output html --out report.html", also: "head -1 report.html", prints: /^<!DOCTYPE html>$/m },
    { run: "pulumi preview --json | flotilla diff --preview -", prints: /~ {2}Deployment/ },
    {
      run: "pulumi preview --json | flotilla diff --preview - --output html --out report.html",
      also: "head -1 report.html",
      prints: /^<!DOCTYPE html>$/m,
    },
    { run: "pulumi preview", prints: /~ .*Deployment .*update/ },
    { run: "pulumi up", prints: /~ \d+ updated/ },
    { run: "flotilla revisions", prints: /^default\/example-app +example-app-v2 .* delivered/m },
    { run: "flotilla workflow rollback example-app && pulumi preview", prints: /pinned to revision example-app-v1/ },
    { run: "pulumi up", prints: /~ \d+ updated/ },
    { run: "flotilla status", prints: /Name: +example-app/ },
    { run: "flotilla status example-app --tree", prints: /Pod\/hello-world-server-\S+ +Healthy Phase:Running/ },
    { run: "flotilla status --output json", prints: /^\[\n/ },
    watching("flotilla status example-app --watch", /Name: +example-app/),
    { run: "flotilla logs example-app --tail 20", prints: /^us-west-1\/hello-world-server-\S+ .* \| before$/m },
    {
      ...watching("flotilla logs example-app --component hello-world-server --follow", /\| before/),
      before: writeMoreLogs,
    },
    shell("flotilla exec example-app --cluster beijing-1 -it -- sh"),
    {
      ...watching(
        "flotilla port-forward example-app 8080:8000 --cluster beijing-1",
        /^Forwarding from 127\.0\.0\.1:\d+ -> 8000 of hello-world-server-/m,
      ),
      instead: ["8080:", ":"],
    },
    { run: "pulumi destroy", prints: /Resources:\n +- \d+ deleted/ },
  ],
};

/** Clusters of somebody's own, before anything is delivered to them. */
const CLUSTERS: Scene = {
  title: "with clusters of one's own",
  plays: [
    { run: "pulumi stack init staging", prints: /Created stack 'staging'/ },
    { run: "pulumi config set --path 'flotilla:application[0]' apps/shop.yaml", prints: /^$/ },
    { run: "flotilla cluster join beijing-1.kubeconfig", prints: /^Successfully add cluster beijing-1, endpoint: / },
    {
      run: "flotilla cluster join beijing-1.kubeconfig --name beijing-1 --labels region=beijing,tier=gold",
      before: (checkout) => checkout.succeeds("flotilla cluster detach beijing-1"),
      prints: /^Successfully add cluster beijing-1, /,
    },
    {
      run: "flotilla cluster join beijing-1.kubeconfig --name beijing-1 --labels region=beijing",
      before: (checkout) => checkout.succeeds("flotilla cluster detach beijing-1"),
      prints: /^Successfully add cluster beijing-1, /,
    },
    {
      run: "flotilla cluster join ~/.kube/config --context hub --name local",
      instead: ["~", "home"],
      prints: /^Successfully add cluster local, /,
    },
    {
      run: "flotilla cluster labels add us-west-1 provider=AWS,tier=gold",
      before: (checkout) => checkout.succeeds("flotilla cluster join us-west-1.kubeconfig"),
      prints: /^provider=AWS\ntier=gold$/m,
    },
    { run: "flotilla cluster list", prints: /^us-west-1 .*provider=AWS\n +tier=gold\nbeijing-1 .*region=beijing$/m },
    { run: "flotilla cluster labels del us-west-1 provider,tier", prints: /^Successfully update labels/ },
    { run: "flotilla cluster probe beijing-1", prints: /^beijing-1 +yes +v1\.\d+/m },
    { run: 'flotilla cluster alias beijing-1 "Beijing, first zone"', prints: /Beijing, first zone/ },
    { run: "flotilla cluster detach us-west-1", prints: /^Detach cluster us-west-1 successfully\.$/m },
    { run: "pulumi config set --secret alicloud:accessKey", input: "planted", prints: /^$/ },
    { run: "pulumi config set --secret alicloud:secretKey", input: "planted", prints: /^$/ },
    { run: "pulumi config set --path 'flotilla:checks.image-tag' mandatory", prints: /^$/ },
    { run: "pulumi config set --path 'flotilla:checks.resources' advisory", prints: /^$/ },
  ],
};

/** Clusters that are to be registered in the hub. */
const REGISTRATION: Scene = {
  title: "with clusters that are to be registered",
  plays: [
    {
      run: "flotilla cluster join hub.kubeconfig --name local",
      before: (checkout) => checkout.succeeds("pulumi stack init registered"),
      prints: /^Successfully add cluster local, /,
    },
    {
      run: "flotilla cluster join poc-01.kubeconfig --name poc-01 --labels purpose=test",
      prints: /^Successfully add cluster poc-01, /,
    },
    { run: "pulumi config set flotilla:registration ocm", prints: /^$/ },
    { run: "pulumi config set flotilla:delivery pull", prints: /^$/ },
    { run: "pulumi config set flotilla:replicaSets fleet", prints: /^$/ },
  ],
};

/** Two versions of an Application, with approvals, a way back and a look at everything. */
const SHOP: Scene = {
  title: "with an application that waits for approvals",
  plays: [
    {
      run: "pulumi up",
      before: async (checkout) => {
        await checkout.succeeds("flotilla cluster join us-west-1.kubeconfig --labels region=us");
        await checkout.succeeds("pulumi config rm flotilla:checks");
      },
      prints: /warning: .*deploy-production.*\n/,
    },
    { run: "flotilla workflow held", prints: /^default\/shop +deploy-production +p/m },
    { run: "flotilla workflow resume default/shop", prints: /^Approved plan p\w+ of step "deploy-production"/ },
    { run: "pulumi up", prints: /\+ \d+ created/ },
    {
      run: "flotilla workflow resume default/shop deploy-production && pulumi up",
      before: async (checkout) => {
        writeShop(checkout, 2);
        await checkout.succeeds("pulumi up --skip-preview");
      },
      prints: /~ \d+ updated/,
    },
    { run: "flotilla revisions shop", prints: /^default\/shop +shop-v2 .* delivered +2$/m },
    { run: "flotilla revisions list shop", prints: /^default\/shop +shop-v1 .* earlier +2$/m },
    { run: "flotilla revisions show shop v2", prints: /^kind: ApplicationRevision$/m },
    { run: "flotilla diff shop --from v1 --to v2", prints: /image: "\S+web:1" -> "\S+web:2"/ },
    { run: "flotilla diff shop --from v1", prints: /image: "\S+web:1" -> "\S+web:2"/ },
    { run: "flotilla workflow rollback shop", prints: /^default\/shop is pinned to shop-v1/ },
    { run: "flotilla workflow rollback default/shop && pulumi preview", prints: /pinned to revision shop-v1/ },
    { run: "flotilla revisions restore shop v2", prints: /^default\/shop is pinned to shop-v2/ },
    { run: "flotilla revisions restore shop v2 && pulumi preview", prints: /pinned to revision shop-v2/ },
    { run: "flotilla revisions unpin shop && pulumi preview", prints: /follows its files again/ },
    { run: "flotilla status shop --cluster beijing-1", prints: /Cluster: beijing-1/ },
    watching("flotilla status shop --tree --watch", /Deployment\/database/),
    { run: "flotilla logs shop --tail 20", prints: /^beijing-1\/web-\S+ .* \| before$/m },
    watching("flotilla logs shop --component web --follow", /^us-west-1\/web-\S+ .* \| before$/m),
    watching("flotilla logs shop --component web --cluster beijing-1 --follow", /^beijing-1\/web-\S+ .* \| before$/m),
    { run: "flotilla exec shop --cluster beijing-1 --component web -- env", prints: /^PATH=/m },
    shell("flotilla exec shop --cluster beijing-1 -it -- sh"),
    shell("flotilla exec shop -it -- sh"),
    {
      ...watching(
        "flotilla port-forward shop 8080:80 --cluster beijing-1 --component web",
        /^Forwarding from .* -> 80 of web-/m,
      ),
      instead: ["8080:", ":"],
    },
    watching(
      "flotilla port-forward shop :5432 --cluster beijing-1 --component database",
      /^Forwarding from .* -> 5432 of database-/m,
    ),
    { run: "flotilla cluster rotate beijing-1 new.kubeconfig && pulumi up", prints: /unchanged/ },
    { run: "flotilla cluster rename beijing-1 beijing-a && pulumi preview", prints: /beijing-a/ },
    { run: "pulumi destroy", prints: /Resources:\n +- \d+ deleted/ },
  ],
};

/** Everything that the documentation shows, in an order in which each command finds what it needs. */
export const STORY: readonly Scene[] = [PLANS, DEMO, REGISTRATION, CLUSTERS, SHOP];
