/** How long something may take when nobody says it, in seconds: an object until it is healthy, a step until it has ended. */
export const DEFAULT_TIMEOUT_SECONDS = 600;
