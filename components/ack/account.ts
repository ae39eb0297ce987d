import { type Finding, InputError } from "../../model/findings";

/** Credentials of an Alibaba Cloud account. Secret. */
export interface Account {
  accessKey: string;
  secretKey: string;
  /** Of credentials from the Security Token Service, which are good for a while only. */
  securityToken?: string;
}

/** Where each part of the credentials is looked for: keys of Pulumi's configuration, then environment variables. */
const PLACES = {
  accessKey: ["alicloud:accessKey", "ALICLOUD_ACCESS_KEY", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY"],
  secretKey: [
    "alicloud:secretKey",
    "ALICLOUD_SECRET_KEY",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECRET_KEY",
  ],
  securityToken: ["alicloud:securityToken", "ALICLOUD_SECURITY_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN"],
} as const;

const NEEDED = ["accessKey", "secretKey"] as const;

type Values = Readonly<Record<string, string | undefined>>;

/**
 * The credentials of the account in which clusters are, from Pulumi's configuration or the environment. A pair of keys comes from
 * one of them as a whole: the token of an environment does not fit keys of the configuration.
 *
 * @throws InputError when a part is missing
 */
export function accountFrom(config: Values, environment: Values): Account {
  const values =
    PLACES.accessKey.some((name) => config[name]) || PLACES.secretKey.some((name) => config[name])
      ? config
      : environment;
  const find = (part: keyof typeof PLACES) => PLACES[part].map((name) => values[name]).find((value) => value);
  const accessKey = find("accessKey");
  const secretKey = find("secretKey");
  const securityToken = find("securityToken");
  if (accessKey === undefined || secretKey === undefined) throw new InputError([missing({ accessKey, secretKey })]);
  return { accessKey, secretKey, ...(securityToken === undefined ? {} : { securityToken }) };
}

function missing(found: Readonly<Record<(typeof NEEDED)[number], string | undefined>>): Finding {
  const parts = NEEDED.filter((part) => found[part] === undefined);
  return {
    severity: "error",
    code: "missing-field",
    path: "flotilla:clusters",
    message: `clusters in Alibaba Cloud need credentials of an account, and there is no ${parts.join(" and no ")}`,
    hint: `export ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY, or pulumi config set --secret ${parts.map((part) => `alicloud:${part}`).join(", then ")}`,
  };
}
