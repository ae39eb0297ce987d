import { StepError } from "./error";

/** A request whose body is JSON. */
export interface HttpRequest {
  url: string;
  method: string;
  body?: unknown;
  header?: Readonly<Record<string, string>> | undefined;
}

/** What a server has answered. */
export interface HttpAnswer {
  statusCode: number;
  body: string;
  header: Record<string, string>;
}

/**
 * Sends a request.
 *
 * @throws Error when nobody answers or the answer is an error; it names the host only, because addresses may have secrets in them
 */
export async function send({ url, method, body, header }: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const host = hostOf(url);
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { ...(body === undefined ? {} : { "content-type": "application/json" }), ...header };
  let response: Response;
  try {
    response = await fetch(url, { method, headers, signal, redirect: "error", ...json });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
    const code = cause !== undefined && "code" in cause ? ` (${cause.code})` : "";
    throw new StepError(`${host} does not answer${code}`, "Execute");
  }
  const answer = {
    statusCode: response.status,
    body: await response.text(),
    header: Object.fromEntries(response.headers),
  };
  if (response.status >= 400) throw new StepError(`${host} answered ${response.status} to ${method}`, "Execute");
  return answer;
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    throw new StepError("the address is no URL", "Parameter");
  }
}
