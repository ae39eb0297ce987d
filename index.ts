import { loadTypes } from "./cli/load-types";
import { readFiles } from "./cli/read-files";
import { Cluster } from "./components";
import { dropDebugMessages } from "./components/debug-messages";
import { makeApplications } from "./components/deliver";
import { resolveConnections } from "./components/kubeconfigs";
import { lastOutputs } from "./components/last-outputs";
import { inventories, stackOutputs } from "./components/outputs";
import { checkOwnership } from "./components/ownership";
import { readForStack } from "./components/read-references";
import { report, showingMistakes } from "./components/report";
import { readSettings } from "./components/settings";
import { parseDocuments } from "./model/documents";
import { checkRenames, knownClusters } from "./model/known-clusters";
import { holdWarnings, planDeliveries, usedClusters } from "./plan/deliveries";

/** Documents and clusters -> plan -> one provider for each cluster that is used -> Applications. */
export = () =>
  showingMistakes(async () => {
    dropDebugMessages();
    const settings = readSettings();
    const { documents, warnings } = parseDocuments(readFiles(settings.application));
    const own = loadTypes(settings.types || undefined);
    const read = await readForStack(documents, settings, own);
    const before = await lastOutputs();
    const delivered = inventories(before.inventory);
    const planning = { ...read, types: own.types };
    const planned = planDeliveries(documents, settings.registry, { ...settings, delivered }, planning);
    const used = resolveConnections(settings.credentials, usedClusters(planned));

    const configured = settings.credentials.map(({ cluster }) => cluster);
    const renames = checkRenames(knownClusters(before.clusters), used, configured);
    const ownership = await checkOwnership(planned, used, delivered);
    report([
      ...settings.warnings,
      ...warnings,
      ...own.warnings,
      ...read.warnings,
      ...planned.flatMap(({ plan }) => plan.warnings),
      ...holdWarnings(planned),
      ...renames,
      ...ownership.findings,
    ]);

    const clusters = Object.fromEntries(
      used.map((connection) => [connection.name, new Cluster(connection.name, connection)]),
    );
    const made = makeApplications(ownership.planned, clusters, { ...settings, checked: ownership.checked });
    return stackOutputs(planned, made, used, settings.registry, before);
  });
