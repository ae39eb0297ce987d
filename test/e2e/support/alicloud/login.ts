import type { Cloud } from "./cloud";
import { ApiError } from "./errors";
import { type Properties, text } from "./values";

/** What the provider is configured with, and who it works for. */
export interface Login {
  region: string;
  accessKey: string;
  secretKey: string;
  securityToken: string;
}

/** The configuration of the real provider, as far as flotilla may use it; the rest is refused. */
export const PROVIDER_PROPERTIES: readonly string[] = ["region", "accessKey", "secretKey", "securityToken", "version"];

/** Takes what is not configured from the environment, as the real provider does. */
export function loginOf(configuration: Properties): Login {
  const value = (key: string, ...variables: string[]): string =>
    text(configuration[key]) || (variables.map((name) => process.env[name]).find(Boolean) ?? "");
  return {
    region: value("region", "ALIBABA_CLOUD_REGION", "ALICLOUD_REGION"),
    accessKey: value("accessKey", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"),
    secretKey: value("secretKey", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY"),
    securityToken: value("securityToken", "ALIBABA_CLOUD_SECURITY_TOKEN", "ALICLOUD_SECURITY_TOKEN"),
  };
}

/** @throws ApiError unless the cloud knows the key, and the key still counts */
export function authenticate(cloud: Cloud, { accessKey, secretKey, securityToken }: Login): void {
  const key = cloud.settings.keys.find((known) => known.accessKey === accessKey);
  if (accessKey === "") throw new ApiError("InvalidCredentials", "no valid credential sources were found");
  if (key === undefined) throw new ApiError("InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  if (key.secretKey !== secretKey) throw new ApiError("SignatureDoesNotMatch", "Specified signature is not matched.");
  if (key.expired) throw new ApiError("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  if ((key.securityToken ?? "") !== securityToken) {
    throw new ApiError("InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
  }
}
