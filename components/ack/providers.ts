import { Provider } from "@pulumi/alicloud/provider";
import { secret } from "@pulumi/pulumi";
import type { Account } from "./account";

/** One provider of Alibaba Cloud for each region, made when it is first needed. Clusters share them: each is a process. */
export class RegionProviders {
  readonly #made = new Map<string, Provider>();

  constructor(private readonly account: Account) {}

  in(region: string): Provider {
    const made = this.#made.get(region) ?? this.make(region);
    this.#made.set(region, made);
    return made;
  }

  private make(region: string): Provider {
    const { accessKey, secretKey, securityToken } = this.account;
    return new Provider(region, {
      region,
      accessKey: secret(accessKey),
      secretKey: secret(secretKey),
      ...(securityToken === undefined ? {} : { securityToken: secret(securityToken) }),
    });
  }
}
