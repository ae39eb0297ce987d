import { loadTypes } from "./cli/load-types";
import { readFiles } from "./cli/read-files";
import { dropDebugMessages } from "./components/debug-messages";
import { makeApplications } from "./components/deliver";
import { Fleet } from "./components/fleet";
import { lastOutputs } from "./components/last-outputs";
import { inventories, stackOutputs } from "./components/outputs";
import { checkOwnership } from "./components/ownership";
import { readForStack } from "./components/read-references";
import { report, showingMistakes } from "./components/report";
import { readSettings } from "./components/settings";
import { parseDocuments } from "./model/documents";
import { checkRenames, knownClusters } from "./model/known-clusters";
import { holdWarnings, planDeliveries, usedClusters } from "./plan/deliveries";
import { currentRevisions } from "./plan/revisions/current";
import { histories, nextHistories } from "./plan/revisions/next";
import { applyPins } from "./plan/revisions/pins";

/** Documents and clusters -> plan -> one provider for each cluster that is used -> Applications. */
export = () =>
  showingMistakes(async () => {
    dropDebugMessages();
    const settings = readSettings();
    const { documents: written, warnings } = parseDocuments(readFiles(settings.application));
    const own = loadTypes(settings.types || undefined);
    const before = await lastOutputs();
    const past = histories(before.revisions);
    const pinned = applyPins(written, past, settings.pins);
    const { documents } = pinned;
    const fleet = await Fleet.of(settings.credentials, before);
    const read = await readForStack(documents, settings, fleet, own);
    const delivered = inventories(before.inventory);
    const planning = { ...read, types: own.types };
    const now = new Date().toISOString();
    const context = { ...planning, histories: past, registry: settings.registry, now };
    const current = currentRevisions(pinned, context);
    const planned = planDeliveries(documents, settings.registry, { ...settings, delivered }, planning);
    const used = await fleet.connections(fleet.needed(usedClusters(planned)));

    const configured = settings.credentials.map(({ cluster }) => cluster);
    const renames = checkRenames(knownClusters(before.clusters), used, configured);
    const ownership = await checkOwnership(planned, used, delivered);
    report([
      ...settings.warnings,
      ...warnings,
      ...own.warnings,
      ...pinned.warnings,
      ...read.warnings,
      ...planned.flatMap(({ plan }) => plan.warnings),
      ...holdWarnings(planned),
      ...renames,
      ...ownership.findings,
    ]);

    const clusters = fleet.clusters(used);
    const made = makeApplications(ownership.planned, clusters, { ...settings, checked: ownership.checked });
    const revisions = nextHistories(planned, { current, before: past, limit: settings.revisionHistory, now });
    const outputs = stackOutputs(planned, made, fleet.known(used), settings.registry, before, revisions);
    return { ...outputs, ...fleet.outputs() };
  });
