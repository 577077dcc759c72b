import { generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runOmega } from "../../src/local/demo/program.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const APP = { APP_ID: "1", PRIVATE_KEY: privateKey };
const NOWHERE = join(await mkdtemp(join(tmpdir(), "omega-newcomer-")), "data");
const PORT_OF_NOBODY = "http://127.0.0.1:9";

type Case = {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly says: RegExp;
};

/** What somebody types who has just installed the program, word for word. */
const CASES: readonly (Case & { readonly line: string })[] = (
  [
    { args: [], code: 64, says: /Usage: omega .*Commands:.*serve/s },
    { args: ["nonsense"], code: 64, says: /unknown command 'nonsense'.*omega --help/s },
    { args: ["verify"], code: 64, says: /missing required argument 'file'/ },
    {
      args: ["verify", "missing-file"],
      code: 64,
      says: /cannot read missing-file: there is no such/,
    },
    { args: ["verify", tmpdir()], code: 64, says: /it is a folder/ },
    { args: ["export"], code: 64, says: /--repository-id <n>/ },
    { args: ["export", "--repository-id", "1"], code: 64, says: /either --url or --data-dir/ },
    {
      args: ["export", "--repository-id", "1", "--url", "localhost:3000"],
      code: 64,
      says: /http:\/\/host:port/,
    },
    {
      args: ["export", "--repository-id", "1", "--url", PORT_OF_NOBODY],
      code: 64,
      says: /variable GITHUB_TOKEN is not set/,
    },
    {
      args: ["export", "--repository-id", "1", "--url", PORT_OF_NOBODY],
      env: { GITHUB_TOKEN: "ghp_newcomer" },
      code: 70,
      says: /no app answers at http:\/\/127\.0\.0\.1:9 .*is it running/,
    },
    {
      args: ["export", "--repository-id", "1", "--data-dir", NOWHERE],
      code: 64,
      says: /holds no record of an app/,
    },
    { args: ["serve"], code: 64, says: /APP_ID is not set.*PRIVATE_KEY is .*WEBHOOK_SECRET is/s },
    {
      args: ["serve"],
      env: { ...APP, WEBHOOK_SECRET: "development" },
      code: 64,
      says: /WEBHOOK_SECRET is/,
    },
    {
      args: ["serve"],
      env: { ...APP, WEBHOOK_SECRET: "fifteen-letters" },
      code: 64,
      says: /WEBHOOK_SECRET is shorter than 16 characters/,
    },
  ] satisfies readonly Case[]
).map((row) => ({ ...row, line: ["omega", ...row.args].join(" ") }));

describe("omega, for a newcomer,", () => {
  it.each(CASES)(
    "answers `$line` with a sentence that helps",
    async ({ args, env, code, says }) => {
      const ran = await runOmega(args, env);

      expect(ran.code).toBe(code);
      expect(ran.stderr).toMatch(says);
      expect(ran.stdout).toBe("");
      expect(ran.stderr).not.toMatch(/^\s+at |Error:/m);
      for (const secret of ["PRIVATE KEY-", "development", "fifteen-letters", "ghp_newcomer"]) {
        expect(ran.stderr).not.toContain(secret);
      }
    },
  );

  it("leaves nothing behind where it found no record", () => {
    expect(existsSync(NOWHERE)).toBe(false);
  });
});
