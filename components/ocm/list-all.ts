import type { HubApi } from "./join";

/** How many objects the hub sends at once. */
const PAGE = 500;

/**
 * Everything that the hub has under a path, page by page, as the answer to one list; undefined when it does not know the path.
 *
 * @param atMost how many matter. Default: all
 */
export async function listAll(
  api: Pick<HubApi, "get">,
  path: string,
  atMost = Number.POSITIVE_INFINITY,
): Promise<{ items: unknown[] } | undefined> {
  const items: unknown[] = [];
  for (let next: string | undefined = ""; next !== undefined && items.length < atMost; ) {
    const query = `limit=${Math.min(PAGE, atMost)}&continue=${encodeURIComponent(next)}`;
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
