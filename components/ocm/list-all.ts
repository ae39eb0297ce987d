import type { HubApi } from "./join";

/** How many objects an API is to send at once. */
const PAGE = 500;

/** What of a list matters. */
interface Wanted {
  /** How many. Default: all. */
  atMost?: number | undefined;
  /** With which labels. Default: any. */
  labelSelector?: string;
}

/** Everything that an API has under a path, page by page, as the answer to one list; undefined when it does not know the path. */
export async function listAll(
  api: Pick<HubApi, "get">,
  path: string,
  { atMost = Number.POSITIVE_INFINITY, labelSelector }: Wanted = {},
): Promise<{ items: unknown[] } | undefined> {
  const selected = labelSelector === undefined ? "" : `labelSelector=${encodeURIComponent(labelSelector)}&`;
  const items: unknown[] = [];
  for (let next: string | undefined = ""; next !== undefined && items.length < atMost; ) {
    const query = `${selected}limit=${Math.min(PAGE, atMost)}&continue=${encodeURIComponent(next)}`;
    const page = (await api.get(`${path}?${query}`)) as Page | undefined;
    if (page === undefined) return undefined;
    items.push(...(page.items ?? []));
    next = page.metadata?.continue || undefined;
  }
  return { items };
}

interface Page {
  items?: unknown[];
  metadata?: { continue?: string };
}
