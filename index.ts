import { readFiles } from "./cli/read-files";
import { Cluster } from "./components";
import { makeApplications } from "./components/deliver";
import { resolveConnections } from "./components/kubeconfigs";
import { lastOutputs } from "./components/last-outputs";
import { clusterOutputs, deliveryOutputs } from "./components/outputs";
import { report, showingMistakes } from "./components/report";
import { readSettings } from "./components/settings";
import { parseDocuments } from "./model/documents";
import { checkRenames, knownClusters } from "./model/known-clusters";
import { planDeliveries, usedClusters } from "./plan/deliveries";

/** Documents and clusters -> plan -> one provider for each cluster that is used -> Applications. */
export = () =>
  showingMistakes(async () => {
    const settings = readSettings();
    const { documents, warnings } = parseDocuments(readFiles(settings.application));
    const planned = planDeliveries(documents, settings.registry, settings);
    const used = resolveConnections(settings.credentials, usedClusters(planned));

    const configured = settings.credentials.map(({ cluster }) => cluster);
    const renames = checkRenames(knownClusters((await lastOutputs()).clusters), used, configured);
    report([...settings.warnings, ...warnings, ...planned.flatMap(({ plan }) => plan.warnings), ...renames]);

    const clusters = Object.fromEntries(
      used.map((connection) => [connection.name, new Cluster(connection.name, connection)]),
    );
    makeApplications(planned, clusters, settings);
    return { deliveries: deliveryOutputs(planned), clusters: clusterOutputs(used, settings.registry) };
  });
