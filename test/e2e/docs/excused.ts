/** A command of the documentation that the story leaves out. */
export interface Excused {
  run: string;
  why: string;
  /** What runs it instead: a file, and what stands in it. */
  by?: { file: string; has: string };
}

const LONG = "starts clusters or tests of its own, and is what these tests are a part of";
const REGISTRY = "asks the registry of packages, which tests do without";
const LONG_BENCH = "measures for minutes, on a machine that has to be quiet";
const pipeline = (command: string) => ({
  ...{ run: `ci/pipeline.sh ${command} staging`, why: "is a program of its own" },
  by: { file: "test/e2e/ci.test.ts", has: `pipeline("${command}")` },
});
const ADOPTION = "is about clusters in a cloud that exist already, which the stand-in for it has none of";
const quickUp = (run: string) => ({
  ...{ run, why: "is killed and run again where it is tested" },
  by: { file: "test/e2e/interrupted.test.ts", has: '"up", "--yes", "--skip-preview"' },
});
const unready = (run: string) => ({
  ...{ run, why: "needs something that does not become ready" },
  by: { file: "test/e2e/fault-objects.test.ts", has: '"unready", "--all"' },
});
const unreachable = (run: string, has: string) => ({
  ...{ run, why: "needs a cluster that does not answer" },
  by: { file: "test/e2e/fault-unreachable.test.ts", has },
});
const unwaited = (run: string) => ({
  ...{ run, why: "needs a cluster that stops answering while it is waited for" },
  by: { file: "test/e2e/fault-waves.test.ts", has: '"cluster", "unwait", "c2"' },
});
const putBack = (run: string) => ({
  ...{ run, why: "needs a disk that is full" },
  by: { file: "test/e2e/fault-state.test.ts", has: "restore(stack)" },
});
const accepted = (run: string) => ({
  ...{ run, why: "needs a cluster that was replaced" },
  by: { file: "test/e2e/fault-clusters.test.ts", has: '"cluster", "accept", "west"' },
});
const policyPack = (run: string) => ({
  ...{ run, why: "is refused for most examples, which is what it is for" },
  by: { file: "test/e2e/checks.test.ts", has: "examples/policy-pack" },
});

const fleet = (run: string, has: string) => ({
  ...{ run, why: "is about a fleet in several stacks, which the story's is not" },
  by: { file: "test/e2e/fleet.test.ts", has },
});

/** All that are left out. */
export const EXCUSED: readonly Excused[] = [
  { run: "npm run demo", why: LONG },
  { run: "npm test", why: LONG },
  { run: "npm ci", why: REGISTRY },
  { run: "npm audit --omit=dev", why: REGISTRY },
  { run: "npm audit signatures", why: REGISTRY },
  fleet("pulumi config set --path flotilla:shards.count 4", "shards: { count: 7 }"),
  fleet("pulumi config set --path flotilla:shards.label region", 'shards: { label: "part" }'),
  fleet("flotilla fleet list", '"list"'),
  fleet("flotilla fleet diff", 'fleet("diff"'),
  fleet("flotilla fleet diff --output markdown --out comment.md --exit-code", '"--exit-code"'),
  fleet("flotilla fleet up", 'fleet("up"'),
  fleet("flotilla fleet up --yes --memory 8GiB", '"--memory"'),
  fleet("flotilla fleet destroy", 'fleet("destroy"'),
  fleet("pulumi stack export --file before-the-split.json", '"stack", "export"'),
  fleet("pulumi state delete --all", '"state", "delete", "--all"'),
  { run: "npm run bench", why: LONG_BENCH },
  { run: "npm run bench -- --clusters 3,6,12 --runs 5", why: LONG_BENCH },
  { run: "npm run bench -- --only delivery --clusters 3 --components 30", why: LONG_BENCH },
  { run: "npm run bench -- --only delivery --clusters 30,100 --servers 3", why: LONG_BENCH },
  { run: "npm run bench -- --only plan --output json", why: LONG_BENCH },
  pipeline("preview"),
  pipeline("up"),
  pipeline("drift"),
  quickUp("flotilla up"),
  quickUp("flotilla up --yes --skip-preview"),
  quickUp("flotilla up --yes -- --continue-on-error"),
  unready("flotilla unready"),
  unready("flotilla unready --all"),
  unreachable("pulumi config set flotilla:unreachable skip", 'unreachable: "skip"'),
  unreachable("pulumi config set --path 'flotilla:clusters[2].unreachable' skip", 'unreachable: "skip"'),
  unreachable("flotilla cluster detach west --force", '"detach", "c3", "--force"'),
  {
    ...{ run: "flotilla cluster detach us-west-1 --keep-workloads", why: "is run where its end is looked at" },
    by: { file: "test/e2e/cluster-commands.test.ts", has: "--keep-workloads" },
  },
  unwaited("flotilla cluster unwait west"),
  unwaited("flotilla cluster unwait us-west-1 && pulumi up"),
  unreachable("PULUMI_K8S_DELETE_UNREACHABLE=true pulumi up", "PULUMI_K8S_DELETE_UNREACHABLE"),
  putBack("cd ~/.pulumi"),
  putBack('cp "$(ls -t history/flotilla/prod/*.checkpoint.json | head -n 1)" stacks/flotilla/prod.json'),
  putBack("rm -f stacks/flotilla/prod.json.attrs"),
  accepted("flotilla cluster accept us-west-1 && pulumi up"),
  accepted("flotilla cluster accept west"),
  policyPack("pulumi preview --policy-pack examples/policy-pack"),
  policyPack("pulumi up --policy-pack examples/policy-pack"),
  { run: "pulumi preview --import-file import.json", why: ADOPTION },
  { run: "pulumi import --file import.json --generate-code=false", why: ADOPTION },
  {
    run: "pulumi config set --path 'flotilla:clusters[0].ack.deletionProtection' false",
    ...{ why: "needs a cluster in a cloud", by: { file: "test/e2e/ack.test.ts", has: "deletionProtection: false" } },
  },
  {
    ...{ run: "flotilla workflow resume default/rollout", why: "is the same for every Application" },
    by: { file: "test/e2e/approval.test.ts", has: "resume" },
  },
  {
    ...{ run: "flotilla workflow terminate shop", why: "is run where its end is looked at" },
    by: { file: "test/e2e/approval.test.ts", has: '"workflow", "terminate"' },
  },
  {
    ...{ run: "flotilla workflow restart shop && pulumi up", why: "is run where its end is looked at" },
    by: { file: "test/e2e/approval.test.ts", has: '"workflow", "restart"' },
  },
  {
    ...{ run: "source <(flotilla completion zsh)", why: "needs another shell" },
    by: { file: "test/cli/completion/completion.test.ts", has: "zsh" },
  },
  {
    ...{ run: "flotilla completion fish | source", why: "needs another shell" },
    by: { file: "test/cli/completion/completion.test.ts", has: "fish" },
  },
];
