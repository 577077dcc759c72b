import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REASON_CODES } from "../../src/core/gate/reason-code.ts";
import { REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import { pushAndOpen, type Row } from "../support/push-tree.ts";
import { openRealDesk, type RealDesk, troubleIn } from "../support/real-desk.ts";

const TRIAGE = "systems/triage";
const DEFINITION = `${TRIAGE}/system.yaml`;
const CHARTER = ".omega/charter.yaml";
const KIB = 1024;

const text = (path: string): Promise<string> => readFile(join(TEMPLATES, "starter", path), "utf8");
const definition = await text(DEFINITION);
const charter = await text(CHARTER);
const reply = await text(`${TRIAGE}/prompts/reply.md`);

const ALIAS_BOMB = [
  "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
  ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}*a${n}]`),
].join("\n");

const MANY_KEYS = Array.from({ length: 40_000 }, (_, n) => `k${n}: 1`).join("\n");

type Case = {
  readonly what: string;
  readonly rows: readonly Row[];
  readonly check?: "constitution" | "validation";
  readonly code: (typeof REASON_CODES)[number];
  /** The path that is annotated. */
  readonly at: string;
};

const SHA_OF_ELSEWHERE = "0123456789abcdef0123456789abcdef01234567";

/** One row for each way in which a file can be an attack on its reader. */
const CASES: readonly Case[] = [
  {
    what: "YAML nested 100,000 deep",
    rows: [{ path: DEFINITION, bytes: `a: ${"[".repeat(100_000)}` }],
    code: "yaml-too-deep",
    at: DEFINITION,
  },
  {
    what: "a bomb of aliases",
    rows: [{ path: DEFINITION, bytes: ALIAS_BOMB }],
    code: "yaml-ambiguous",
    at: DEFINITION,
  },
  {
    what: "YAML with 40,000 keys",
    rows: [{ path: DEFINITION, bytes: MANY_KEYS }],
    code: "file-too-large",
    at: DEFINITION,
  },
  {
    what: "YAML with more events than 20,000 within its size",
    rows: [{ path: DEFINITION, bytes: `a: [${"1,".repeat(60 * KIB)}1]` }],
    code: "yaml-too-large",
    at: DEFINITION,
  },
  {
    what: "a definition that is not UTF-8",
    rows: [{ path: DEFINITION, bytes: Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]) }],
    code: "file-not-utf8",
    at: DEFINITION,
  },
  {
    what: "a prompt that is not UTF-8",
    rows: [{ path: `${TRIAGE}/prompts/reply.md`, bytes: Buffer.from([0xc3, 0x28, 0xed, 0xa0]) }],
    code: "file-not-utf8",
    at: `${TRIAGE}/prompts/reply.md`,
  },
  {
    what: "a symlink below the system",
    rows: [{ path: `${TRIAGE}/data/intents.json`, mode: "120000", bytes: "/etc/passwd" }],
    check: "constitution",
    code: "governance-reached",
    at: `${TRIAGE}/data/intents.json`,
  },
  {
    what: "a symlink to the charter where nothing is read",
    rows: [{ path: `${TRIAGE}/docs/rules`, mode: "120000", bytes: "../../../.omega" }],
    check: "constitution",
    code: "governance-reached",
    at: `${TRIAGE}/docs/rules`,
  },
  {
    what: "a submodule below the system",
    rows: [{ path: `${TRIAGE}/vendor`, mode: "160000", sha: SHA_OF_ELSEWHERE }],
    check: "constitution",
    code: "governance-reached",
    at: `${TRIAGE}/vendor`,
  },
  {
    what: "a blob above a mebibyte",
    rows: [{ path: `${TRIAGE}/data/phrases.json`, bytes: `["${"x".repeat(KIB * KIB)}"]` }],
    code: "file-too-large",
    at: `${TRIAGE}/data/phrases.json`,
  },
  {
    what: "an executable file",
    rows: [
      { path: `${TRIAGE}/tools/classify.js`, mode: "100755", bytes: "export function run(){}" },
    ],
    code: "file-mode-forbidden",
    at: `${TRIAGE}/tools/classify.js`,
  },
  {
    what: "a file of unknown kind",
    rows: [{ path: `${TRIAGE}/tools/classify.wasm`, bytes: Buffer.from([0, 0x61, 0x73, 0x6d]) }],
    code: "file-kind-unknown",
    at: `${TRIAGE}/tools/classify.wasm`,
  },
  {
    what: "a name that differs from another in case alone",
    rows: [{ path: `${TRIAGE}/data/Intents.json`, bytes: "{}" }],
    code: "file-name-collision",
    at: `${TRIAGE}/data/intents.json`,
  },
  {
    what: "a look-alike of the system's folder",
    rows: [{ path: "\u017fystems/triage/system.yaml", bytes: definition }],
    code: "file-name-collision",
    at: "\u017fystems/triage/system.yaml",
  },
  {
    what: "a NUL in a prompt",
    rows: [{ path: `${TRIAGE}/prompts/reply.md`, bytes: `${reply}\0` }],
    code: "file-not-utf8",
    at: `${TRIAGE}/prompts/reply.md`,
  },
  {
    what: "JSON nested 200 deep",
    rows: [{ path: `${TRIAGE}/data/intents.json`, bytes: `${"[".repeat(200)}${"]".repeat(200)}` }],
    code: "json-unreadable",
    at: `${TRIAGE}/data/intents.json`,
  },
  {
    what: "a charter that is a bomb",
    rows: [{ path: CHARTER, bytes: `a: ${"[".repeat(100_000)}` }],
    code: "yaml-too-deep",
    at: CHARTER,
  },
  {
    what: "a charter that is a bomb, along with a prompt",
    rows: [
      { path: CHARTER, bytes: ALIAS_BOMB },
      { path: `${TRIAGE}/prompts/reply.md`, bytes: `${reply}Bye` },
    ],
    check: "constitution",
    code: "mixed-pull-request",
    at: CHARTER,
  },
  {
    what: "a charter that is a symlink",
    rows: [{ path: CHARTER, mode: "120000", bytes: charter }],
    code: "charter-invalid",
    at: CHARTER,
  },
  {
    what: "a charter that is a submodule",
    rows: [{ path: CHARTER, mode: "160000", sha: SHA_OF_ELSEWHERE }],
    code: "charter-invalid",
    at: CHARTER,
  },
  {
    what: "a charter above every limit",
    rows: [{ path: CHARTER, bytes: `${charter}#${"x".repeat(2 * KIB * KIB)}` }],
    code: "charter-invalid",
    at: CHARTER,
  },
  {
    what: "a key given twice",
    rows: [{ path: DEFINITION, bytes: `${definition}memory: {}\n` }],
    code: "yaml-duplicate-key",
    at: DEFINITION,
  },
  {
    what: "a line separator hidden in a comment",
    rows: [{ path: DEFINITION, bytes: `# harmless\u2028capabilities: {}\n${definition}` }],
    code: "yaml-ambiguous",
    at: DEFINITION,
  },
];

let desk: RealDesk;
let quiet: number;
const opened = new Map<string, number>();

beforeAll(async () => {
  desk = await openRealDesk();
  quiet = desk.log.length;
  for (const [index, { what, rows }] of CASES.entries()) {
    const { number } = await pushAndOpen(desk.proposer, { branch: `attack-${index}`, rows });
    opened.set(what, number);
  }
});

afterAll(() => desk.close());

describe("a pull request with hostile files", () => {
  it.each(CASES)("is refused for $what", async ({ what, check = "validation", code, at }) => {
    const seen = await desk.see(opened.get(what) ?? 0, ({ state }) => state === "rejected");

    expect(REASON_CODES).toContain(code);
    expect(seen.checks[`omega / ${check}`]).toBe("failure");
    expect(seen.texts[`omega / ${check}`]).toContain(`Reason code: \`${code}\``);
    expect(seen.checks["omega / release"]).toBe("failure");
    expect(await annotatedPaths(seen.head, check)).toContain(at);
    expect(seen.comments).toHaveLength(1);
  });

  it("neither ends the app nor fills its log", async () => {
    const health = await fetch(new URL("/healthz", desk.app.url));

    expect(health.status).toBe(200);
    expect(troubleIn(desk.log)).toEqual([]);
    expect(desk.log.length - quiet).toBeLessThanOrEqual(CASES.length);
  });
});

async function annotatedPaths(ref: string, check: string): Promise<readonly string[]> {
  const { checks } = desk.operator.octokit.rest;
  const { data } = await checks.listForRef({ ...REPOSITORY, ref, check_name: `omega / ${check}` });
  const at = { ...REPOSITORY, check_run_id: data.check_runs.at(0)?.id ?? 0 };
  return (await checks.listAnnotations(at)).data.map(({ path }) => path);
}
