import { InputError } from "../../model/findings";
import { didYouMean } from "../../model/suggest";
import type { Histories, Revision, RevisionHistory } from "../../plan/revisions/types";

/**
 * The Application that is meant, as `<namespace>/<name>`, and its history.
 *
 * @param application name, or `<namespace>/<name>`; without it, the only one
 * @throws InputError when there is none, or several are meant
 */
export function chooseHistory(histories: Histories, application?: string): [string, RevisionHistory] {
  const all = Object.entries(histories);
  const meant = all.filter(([key]) => isMeant(key, application));
  const [first, second] = meant;
  if (first !== undefined && second === undefined) return first;
  if (application === undefined) throw unnamed(all.map(([key]) => key));
  const names = all.map(([key]) => (application.includes("/") ? key : key.slice(key.indexOf("/") + 1)));
  throw mistake(
    first === undefined
      ? { message: `no revision of "${application}" is kept`, ...didYouMean(application, names) }
      : {
          message: `several Applications are called "${application}"`,
          hint: `name one: ${meant.map(([key]) => key).join(", ")}`,
        },
  );
}

function isMeant(key: string, application: string | undefined): boolean {
  return application === undefined || key === application || key.endsWith(`/${application}`);
}

function unnamed(keys: readonly string[]): InputError {
  if (keys.length === 0) return mistake({ message: "no revision is kept yet", hint: "the first delivery makes one" });
  return mistake({ message: "revisions of several Applications are kept", hint: `name one: ${keys.join(", ")}` });
}

/**
 * The revision that is meant.
 *
 * @param written its name, such as `shop-v3`, or only `v3` or `3`
 * @throws InputError when it is not kept
 */
export function chooseRevision({ revisions }: RevisionHistory, application: string, written: string): Revision {
  const found = revisions.find(
    ({ name, number }) => name === written || `v${number}` === written || String(number) === written,
  );
  if (found !== undefined) return found;
  const names = revisions.map(({ name }) => name);
  throw mistake({
    message: `${application} has no revision "${written}"`,
    hint: didYouMean(written, names).hint ?? `kept are ${names.join(", ")}`,
  });
}

/** A mistake about revisions. */
export function mistake(problem: { message: string; hint?: string }): InputError {
  return new InputError([{ severity: "error", code: "unknown-revision", ...problem }]);
}
