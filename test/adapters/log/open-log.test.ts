import { Probot } from "probot";
import { describe, expect, it } from "vitest";
import { openLog, openProbotLog } from "../../../src/adapters/log/open-log.ts";

function logged(message: string, fields?: Record<string, string | number>): string {
  const lines: string[] = [];
  openLog({ level: "info", write: (line) => lines.push(line) }).warn(message, fields);
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2lnbmF0dXJl";
const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----";

describe("the log", () => {
  it.each([
    ["an installation token", "ghs_16C7e42F292c6912E7710c838347Ae178B4a"],
    ["a longer installation token than GitHub makes today", `ghs_${"a1B2_".repeat(100)}`],
    ["a person's token", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"],
    ["a fine-grained token", "github_pat_11AAAAAAA0abcdefghijkl_mnop"],
    ["a JWT", JWT],
    ["a private key", PEM],
    ["half a private key", PEM.slice(0, 40)],
    ["an authorization header", "authorization: Bearer abcdef0123456789"],
    ["a header in GitHub's own words", "authorization: token abcdef0123456789"],
    ["the password of a database", "postgres://omega:s3cret@db/omega"],
    ["a provider's key", "sk-proj-4f9a8b7c6d5e"],
    ["a webhook's signature", `sha256=${"0f".repeat(32)}`],
  ])("never shows %s, in the message or in a field", (_what, secret) => {
    const core = /Bearer |token /.test(secret) ? "abcdef0123456789" : secret;
    const hidden = secret.includes("s3cret") ? "s3cret" : core;
    for (const line of [logged(`failed: ${secret}!`), logged("failed", { detail: secret })]) {
      expect(line).not.toContain(JSON.stringify(hidden).slice(1, -1));
      expect(JSON.parse(line)).toMatchObject({ level: 40 });
    }
  });

  it("leaves what is no secret as it is", () => {
    const line = logged("webhook refused", { reason_code: "webhook-unsigned", status: 401 });

    expect(JSON.parse(line)).toMatchObject({
      msg: "webhook refused",
      reason_code: "webhook-unsigned",
      status: 401,
    });
  });

  it("says nothing below its level", () => {
    const lines: string[] = [];
    const log = openLog({ level: "warn", write: (line) => lines.push(line) });
    log.info("nobody asked");

    expect(lines).toEqual([]);
  });
});

describe("Probot's log", () => {
  it("tells which delivery failed and why, and nothing of its body", async () => {
    const lines: string[] = [];
    const probot = new Probot({
      appId: 1,
      privateKey: "none is used",
      log: openProbotLog({ level: "info", write: (line) => lines.push(line) }),
    });
    probot.on("ping", () => {
      throw new Error("the database is away");
    });
    const payload = { zen: "words of a stranger", hook_id: 7, hook: {} };
    // @ts-expect-error -- as little of a payload as the test is about
    const received = probot.receive({ id: "delivery-1", name: "ping", payload });
    await expect(received).rejects.toThrow("the database is away");

    expect(lines.join("")).toContain("delivery-1");
    expect(lines.join("")).toContain("the database is away");
    expect(lines.join("")).not.toContain("stranger");
  });

  it("says nothing where nothing is to be said", () => {
    const lines: string[] = [];
    openProbotLog({ level: "silent", write: (line) => lines.push(line) }).error("nobody asked");

    expect(lines).toEqual([]);
  });
});
