import { describe, expect, it } from "vitest";
import { accountFrom } from "../../../components/ack/account";

const keys = { accessKey: "id", secretKey: "PLANTED" };

describe("the credentials of an account", () => {
  it.each([
    ["Pulumi's configuration", { "alicloud:accessKey": "id", "alicloud:secretKey": "PLANTED" }, {}],
    ["the environment", {}, { ALICLOUD_ACCESS_KEY: "id", ALICLOUD_SECRET_KEY: "PLANTED" }],
    ["newer names", {}, { ALIBABA_CLOUD_ACCESS_KEY_ID: "id", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "PLANTED" }],
    [
      "older names, when there are both",
      {},
      {
        ...{ ALICLOUD_ACCESS_KEY: "id", ALICLOUD_SECRET_KEY: "PLANTED" },
        ...{ ALIBABA_CLOUD_ACCESS_KEY_ID: "other", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "other" },
      },
    ],
  ])("come from %s", (_, config, environment) => {
    expect(accountFrom(config, environment)).toEqual(keys);
  });

  it("have a token where the environment has one, but never beside keys of the configuration", () => {
    const environment = { ALICLOUD_ACCESS_KEY: "i", ALICLOUD_SECRET_KEY: "s", ALICLOUD_SECURITY_TOKEN: "t" };
    expect(accountFrom({}, environment)).toEqual({ accessKey: "i", secretKey: "s", securityToken: "t" });
    const config = { "alicloud:accessKey": "id", "alicloud:secretKey": "PLANTED" };
    expect(accountFrom(config, environment)).toEqual(keys);
  });

  it.each([
    [{}, "there is no accessKey and no secretKey"],
    [{ ALICLOUD_ACCESS_KEY: "PLANTED", ALICLOUD_SECRET_KEY: "" }, "there is no secretKey"],
  ])("are asked for when a part is missing, without quoting the other", (environment, message) => {
    expect(() => accountFrom({}, environment)).toThrow(message);
    expect(() => accountFrom({}, environment)).not.toThrow("PLANTED");
  });
});
