import { isDryRun } from "@pulumi/pulumi/runtime";
import { tellRepeatable, UnsavedNote } from "./cli/interrupted";
import { dropDebugMessages } from "./components/debug-messages";
import { showingMistakes } from "./components/report";
import { checkRun } from "./components/run/check";
import { readInput } from "./components/run/input";
import { makeRun } from "./components/run/make";
import { runOutputs } from "./components/run/outputs";
import { planRun } from "./components/run/plan";
import { canBeRepeated } from "./components/run/repeatable";
import { findTarget } from "./components/run/target";
import { thisStack } from "./components/this-stack";

/** Documents and clusters -> plan -> one provider for each cluster that is used -> Applications. */
export = () => {
  const note = new UnsavedNote();
  return note.around(showingMistakes(() => run(note)));
};

async function run(note: UnsavedNote) {
  dropDebugMessages();
  // Documents: what the stack's configuration and its files say, and what earlier runs have left.
  const input = await readInput();
  if (input.shard.base !== undefined) return input.shard.baseOutputs();
  if (!isDryRun()) note.write(thisStack(), input.files);

  // Model: clusters with their labels, and what is in them already.
  const target = await findTarget(input);

  // Plan: finished objects, in ordered steps. Nothing is connected to, unless documents refer to what is in clusters.
  const plan = await planRun(input, target);

  // Whatever speaks against it is told here, in previews too, before anything is touched.
  const checked = await checkRun(input, target, plan);

  // Resources: the engine delivers them.
  await note.written;
  const made = await makeRun(input, target, plan, checked);
  if (!isDryRun() && canBeRepeated(input, target, plan, checked, made)) tellRepeatable();
  return runOutputs(input, target, plan, checked, made);
}
