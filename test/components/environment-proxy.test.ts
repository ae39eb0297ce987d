import { describe, expect, it } from "vitest";
import { environmentProxy } from "../../components/environment-proxy";

const HTTPS_PROXY = "http://proxy.example:3128";
const SERVER = "https://api.example:6443";

describe("the proxy of the environment", () => {
  it.each([
    [{ HTTPS_PROXY }, HTTPS_PROXY],
    [{ https_proxy: HTTPS_PROXY }, HTTPS_PROXY],
    [{ HTTPS_PROXY: "", https_proxy: HTTPS_PROXY }, HTTPS_PROXY],
    [{ HTTPS_PROXY: "proxy.example:3128" }, HTTPS_PROXY],
    [{ HTTPS_PROXY: "socks5://proxy.example" }, "socks5://proxy.example"],
    [{ HTTP_PROXY: HTTPS_PROXY, ALL_PROXY: HTTPS_PROXY }, undefined],
    [{}, undefined],
  ])("is, with %o, %s", (environment, proxy) => {
    expect(environmentProxy(SERVER, environment)).toBe(proxy);
  });

  it("is another one for servers without TLS", () => {
    expect(environmentProxy("http://api.example", { HTTPS_PROXY })).toBeUndefined();
    expect(environmentProxy("http://api.example", { HTTP_PROXY: HTTPS_PROXY })).toBe(HTTPS_PROXY);
  });

  it.each(["https://localhost:6443", "https://127.0.0.1", "https://127.8.8.8:1", "https://[::1]:6443"])(
    "is never one for this machine: %s",
    (server) => {
      expect(environmentProxy(server, { HTTPS_PROXY })).toBeUndefined();
    },
  );

  it.each([
    ["*", SERVER],
    ["other.example, api.example", SERVER],
    ["API.example", SERVER],
    ["example", SERVER],
    [".example", SERVER],
    ["*.example", SERVER],
    ["api.example:6443", SERVER],
    ["api.example:443", "https://api.example"],
    ["10.1.2.3", "https://10.1.2.3:6443"],
    ["10.1.2.3:6443", "https://10.1.2.3:6443"],
    ["10.0.0.0/8", "https://10.1.2.3:6443"],
    ["fd00::/8", "https://[fd00::1]:6443"],
    ["fd00:0::1", "https://[fd00::1]:6443"],
    ["[fd00::1]:6443", "https://[fd00::1]:6443"],
  ])("is none where NO_PROXY is %s, for %s", (NO_PROXY, server) => {
    expect(environmentProxy(server, { HTTPS_PROXY, NO_PROXY })).toBeUndefined();
    expect(environmentProxy(server, { HTTPS_PROXY, no_proxy: NO_PROXY })).toBeUndefined();
  });

  it.each([
    ["", SERVER],
    [",", SERVER],
    ["pi.example", SERVER],
    [".api.example", SERVER],
    ["*.api.example", SERVER],
    ["api.example:443", SERVER],
    ["api.example.org", SERVER],
    ["10.1.2.3", SERVER],
    ["10.0.0.0/8", "https://11.1.2.3:6443"],
    ["fd00::/8", "https://10.1.2.3:6443"],
    ["10.1.2.3:443", "https://10.1.2.3:6443"],
    ["10", "https://10.1.2.3:6443"],
  ])("stays where NO_PROXY is %s, for %s", (NO_PROXY, server) => {
    expect(environmentProxy(server, { HTTPS_PROXY, NO_PROXY })).toBe(HTTPS_PROXY);
  });

  it.each(["ftp://PLANTED@proxy.example", "http://", "http://PLANTED:x:y"])("has to be one, not %s", (proxy) => {
    const message = "HTTPS_PROXY names no proxy, such as http://proxy.example:3128";
    expect(() => environmentProxy(SERVER, { HTTPS_PROXY: proxy })).toThrow(message);
  });
});
