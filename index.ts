import { stackChecks } from "./checks/configuration";
import { findingsOf } from "./checks/run";
import { foundObjects, missingCheckpoints, orphanWarnings } from "./cli/interrupted";
import { loadTypes } from "./cli/load-types";
import { writePlanFacts } from "./cli/plan-facts";
import { readFiles } from "./cli/read-files";
import { Answers } from "./components/answers";
import { dropDebugMessages } from "./components/debug-messages";
import { makeApplications } from "./components/deliver";
import { waitedPlans } from "./components/held-outputs";
import { planWithHeld } from "./components/held-plan";
import { identify } from "./components/identities";
import { LastState } from "./components/last-state";
import { askHub, pullOptions, registryWith } from "./components/ocm/hub";
import { pullingClusters } from "./components/ocm/pulling";
import { Registrations, registrationOutputs } from "./components/ocm/registrations";
import { inventories, settledBefore, stackOutputs } from "./components/outputs";
import { checkOwnership } from "./components/ownership";
import { readForStack } from "./components/read-references";
import { readSettings } from "./components/read-settings";
import { report, showingMistakes } from "./components/report";
import { finish } from "./components/rounds";
import { Shard } from "./components/shard";
import { Skipping } from "./components/skipping";
import { completeSources } from "./components/sources";
import { thisStack } from "./components/this-stack";
import { withoutForgotten } from "./model/cluster-identity";
import { parseDocuments } from "./model/documents";
import { checkRenames, knownClusters } from "./model/known-clusters";
import { placementsIn } from "./ocm/placements";
import { needsCheckpoints } from "./plan/checkpoints";
import { type DeliveryHistory, planDeliveries } from "./plan/deliveries";
import { withFound } from "./plan/found";
import { revisionBook } from "./plan/revisions/book";
import { currentRevisions } from "./plan/revisions/current";
import { histories, nextHistories } from "./plan/revisions/next";
import { applyPins } from "./plan/revisions/pins";
import { withWritten } from "./plan/revisions/written";
import { usedClusters } from "./plan/used-clusters";
import { holdWarnings, undecidedWarnings } from "./plan/warnings";
import { checkLeftToPull } from "./plan/works/switch";

/** Documents and clusters -> plan -> one provider for each cluster that is used -> Applications. */
export = () =>
  showingMistakes(async () => {
    dropDebugMessages();
    const configured = readSettings();
    const { documents: files, warnings } = parseDocuments(readFiles(configured.application));
    const own = loadTypes(configured.types || undefined);
    const state = new LastState();
    const shard = await Shard.of(configured, state);
    if (shard.base !== undefined) return shard.outputs();
    const { before } = shard;
    const { settings: given, fleet: all, ...sources } = await completeSources(files, configured, before);
    const hub = await askHub(given, all, placementsIn(sources.documents));
    const choice = registryWith(given, hub);
    const settings = { ...given, registry: choice.registry };
    const pull = pullOptions(settings, settings.registry, thisStack());
    const delivered = withoutForgotten(inventories(before.inventory), before.identities);
    const answers = new Answers(all);
    const pushing = shard.own(settings.credentials).filter(({ cluster }) => !pull.clusters.has(cluster));
    const skipping = await Skipping.of({ ...settings, credentials: pushing }, answers, state, delivered);
    const skip = shard.skip(skipping.skip, settings.credentials);
    const part = await shard.part(delivered, state, settings.credentials, skipping.skip);
    const fleet = all.keeping(skip.clusters, skipping.namespaces);
    const checks = stackChecks(settings.checks, { registry: settings.registry, own: own.checks });
    const now = new Date().toISOString();
    const past = withWritten(histories(shard.home.revisions), sources.documents.revisions, now);
    const pinned = applyPins(sources.documents, past, settings.pins);
    const { documents } = pinned;
    const read = await readForStack(documents, settings, fleet, own);
    const waited = waitedPlans(before, now);
    const reading = { ...read, types: own.types };
    const current = currentRevisions(pinned, { ...reading, histories: past, registry: settings.registry, now });
    const book = revisionBook(documents, current, past);
    const { trafficApi, timeoutSeconds: longestWaitSeconds } = settings;
    const planning = { ...reading, book, trafficApi, longestWaitSeconds };
    const found = foundObjects();
    checkLeftToPull(found, pull, settings.credentials);
    const plan = (known: Pick<DeliveryHistory, "delivered" | "progress">) =>
      withFound(
        planDeliveries(documents, settings.registry, { ...settings, ...known, waited, pull, skip, part }, planning),
        found,
        pull,
      );
    const { planned, orphans, kept, unfinished } = await planWithHeld(
      (all) => plan({ delivered: all }),
      delivered,
      settings.credentials,
      state,
      skip.clusters,
    );
    const registrations = Registrations.of(given, hub, before, skip.clusters);
    const reached = [...usedClusters(planned, pull.clusters, skip), ...registrations.clusters];
    const used = await fleet.connections(fleet.needed(reached));
    const skipped = skipping.outputs(planned, before.skipped, now);

    const joined = settings.credentials.map(({ cluster }) => cluster);
    const renames = checkRenames(knownClusters(before.clusters), used, joined);
    const [identities, ownership] = await Promise.all([
      identify(used, configured.credentials, { answers, skipped: skip.clusters }, before.identities),
      checkOwnership(planned, used, delivered),
    ]);
    report([
      ...shard.findings(settings, documents, planned),
      ...settings.warnings,
      ...skipping.warnings(planned),
      ...registrations.warnings,
      ...choice.warnings,
      ...warnings,
      ...own.warnings,
      ...sources.warnings,
      ...pinned.warnings,
      ...read.warnings,
      ...planned.flatMap(({ plan }) => plan.warnings),
      ...findingsOf({ ...documents, ...settings, planned }, checks),
      ...renames,
      ...identities.findings,
      ...fleet.warnings,
      ...orphanWarnings(orphans),
      ...missingCheckpoints(needsCheckpoints(planned, configured.credentials, registrations.areNew)),
      ...ownership.findings,
    ]);
    writePlanFacts(ownership.planned, settings.registry, delivered, skipped, shard.facts(settings, planned));

    await shard.mark();
    const clusters = fleet.clusters(used);
    const registered = registrations.make(clusters, used, fleet);
    const pulling = pullingClusters(pull, settings, hub, clusters, registered);
    const settled = settledBefore(before.settled);
    const options = { ...settings, pulling, checked: ownership.checked, settled, unfinished, module: own.module };
    const made = makeApplications(ownership.planned, clusters, options);
    const decided = await finish(ownership.planned, made, async (progress) => {
      const next = await checkOwnership(plan({ delivered: kept, progress }).planned, used, delivered);
      report(next.findings.filter(({ severity }) => severity === "error"));
      return next;
    });
    report([...holdWarnings(decided), ...undecidedWarnings(decided, skip)]);
    const keeping = { limit: settings.revisionHistory, deployments: documents.appDeployments };
    const next = () => nextHistories(decided, { current, before: past, now, ...keeping });
    const revisions = shard.revisions(past, next);
    const outputs = stackOutputs(decided, made, fleet.known(used), settings.registry, before, revisions);
    const told = { skipped, identities: identities.uids, ...shard.outputs() };
    return { ...outputs, ...told, ...fleet.outputs(), ...registrationOutputs(registered) };
  });
