/** What of a resource in a state matters here; everything else of it stays as it is. */
export interface StateResource {
  urn: string;
  type: string;
  provider?: string;
  parent?: string;
  deletedWith?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[] | null>;
}

const PROVIDER = "pulumi:providers:kubernetes";
const CLUSTER = "flotilla:index:Cluster";
const PLACEMENT = /^flotilla:index:\w*Placement$/;

/**
 * The resources of a state without a cluster and all that is in it; nobody depends on any of that any more.
 *
 * @param resources as the engine lists them: whatever a resource refers to is before it
 * @param names what the cluster is and was called
 */
export function withoutCluster<Resource extends StateResource>(
  resources: readonly Resource[],
  names: ReadonlySet<string>,
): Resource[] {
  const gone = new Set<string>();
  for (const resource of resources) if (belongsTo(resource, names, gone)) gone.add(resource.urn);
  const stays = (urn: string): boolean => !gone.has(urn);
  return resources.filter(({ urn }) => stays(urn)).map((resource) => withoutReferences(resource, stays));
}

function belongsTo(
  { urn, type, provider, parent }: StateResource,
  names: ReadonlySet<string>,
  gone: ReadonlySet<string>,
) {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  if (type === PROVIDER || type === CLUSTER) return names.has(name);
  if (PLACEMENT.test(type)) return names.has(name.slice(name.lastIndexOf("/") + 1));
  const through = provider?.slice(0, provider.lastIndexOf("::"));
  return (through !== undefined && gone.has(through)) || (parent !== undefined && gone.has(parent));
}

function withoutReferences<Resource extends StateResource>(
  resource: Resource,
  stays: (urn: string) => boolean,
): Resource {
  const { dependencies, propertyDependencies, deletedWith, ...rest } = resource;
  const byProperty = Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [
    key,
    urns?.filter(stays) ?? urns,
  ]);
  return {
    ...rest,
    ...(dependencies === undefined ? {} : { dependencies: dependencies.filter(stays) }),
    ...(propertyDependencies === undefined ? {} : { propertyDependencies: Object.fromEntries(byProperty) }),
    ...(deletedWith === undefined || !stays(deletedWith) ? {} : { deletedWith }),
  } as Resource;
}
