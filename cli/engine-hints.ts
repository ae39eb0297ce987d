/** How the API refuses to change what can only be made anew. Of that, the Kubernetes provider previews only what it calls immutable. */
const MADE_ANEW = /may not change once set|updates to statefulset spec|cannot change roleRef|spec is immutable after/;

/** What the engine complains about, and what to do about it that it does not say. */
const HINTS: readonly [RegExp, (env: NodeJS.ProcessEnv) => string | undefined][] = [
  [
    /failed to load checkpoint|unexpected end of JSON input/,
    () => "the file with the state is damaged: see docs/faults.md",
  ],
  [
    /no stack selected/,
    ({ PULUMI_STACK: stack }) => stack && `the variable PULUMI_STACK says "${stack}", and there is no such stack here`,
  ],
  [
    /incorrect passphrase/,
    () =>
      "the stack was made with another one than PULUMI_CONFIG_PASSPHRASE says, or the file PULUMI_CONFIG_PASSPHRASE_FILE",
  ],
  [
    MADE_ANEW,
    () => "it has to be deleted and created anew, which no preview can show; npx flotilla up --skip-preview does it",
  ],
];

/**
 * What to do about a complaint of the engine's, as a part of a finding; nothing where it says enough itself.
 *
 * @param env the environment that the engine ran in
 */
export function engineHint(reason: string, env = process.env): { hint?: string } {
  const [, hintIn] = HINTS.find(([complaint]) => complaint.test(reason)) ?? [];
  const hint = hintIn?.(env);
  return hint ? { hint } : {};
}
