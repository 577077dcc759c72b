import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planSeal, renderSeal } from "../../../src/core/custody/plan-seal.ts";
import { CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import { parseSuite } from "../../../src/core/ir/parse-suite.ts";
import { evalCommand } from "../../../src/surfaces/cli/eval.ts";
import { captureOutput, cliWiring, runCommand } from "../../support/cli.ts";
import { aRepository, type GitRepository } from "../../support/git-repository.ts";
import { readStarter, sealedBytes, withScenarios } from "../../support/starter.ts";

const PUBLIC = "systems/triage/evals/public.jsonl";
const SAFETY = "systems/triage/evals/injection.jsonl";
const PATIENCE = 300_000;

const said = captureOutput();
const starter = readStarter();

/** So few items that the test is about what is asked and said, not about who is better. */
const few = {
  [PUBLIC]: firstLines(starter.files[PUBLIC], 20),
  [SAFETY]: firstLines(starter.files[SAFETY], 2),
};

let repository: GitRepository;
let sealed: string;

function firstLines(text = "", count = 0): string {
  return `${text.split("\n").slice(0, count).join("\n")}\n`;
}

beforeAll(() => {
  repository = aRepository();
  repository.commit("bare", { files: { "README.md": "nothing is governed here" } });
  repository.commit("main", { files: { ...starter.files, ...few } });
  const better = { ...withScenarios(starter, "improve-classifier"), ...few };
  repository.commit("better", { files: better, from: "main" });
  sealed = mkdtempSync(join(tmpdir(), "omega-eval-"));
  const text = firstLines(Buffer.from(sealedBytes("triage-2026q4") ?? []).toString(), 40);
  const suite = parseSuite("sealed", Buffer.from(text));
  if (!suite.ok) throw new Error("the starter's sealed suite is no suite");
  const planned = planSeal({
    items: suite.value.items,
    shown: [],
    cutting: { ref: "triage-2026q4", salt: "a".repeat(32), audit: 0.25, shard: 20 },
    dropsLeaks: false,
  });
  if (!planned.ok) throw new Error(planned.refusal.kind);
  writeFileSync(join(sealed, "triage-2026q4.jsonl"), planned.value.text);
  writeFileSync(join(sealed, "triage-2026q4.seal.json"), renderSeal(planned.value));
});
afterAll(() => {
  repository.remove();
  rmSync(sealed, { recursive: true });
});

const evaluate = (...argv: readonly string[]) =>
  runCommand(evalCommand({ ...cliWiring(), isTerminal: false }), [
    "eval",
    "--repo",
    repository.directory,
    ...argv,
  ]);

describe("omega eval", () => {
  it(
    "compares two versions on what everybody may read, and says what is missing",
    async () => {
      expect(await evaluate("--base", "main", "--head", "better")).toBe(2);
      expect(said.out).toContain("triage: quarantine, by the evidence alone");
      expect(said.out).toContain("Missing: the sealed suite, which alone can carry an acceptance");
      expect(said.out).toMatch(/Error rate: Profile standard: of the acceptances among 20/);
      expect(said.out).toMatch(/^Task +public .* points \(95 %:/m);
    },
    PATIENCE,
  );

  it(
    "asks the query shards or the audit shard of a suite in custody, never both",
    async () => {
      const asked = async (...more: readonly string[]) => {
        said.forget();
        await evaluate("--base", "main", "--head", "better", "--sealed", sealed, "--json", ...more);
        return JSON.parse(said.out);
      };
      const query = await asked();
      const audit = await asked("--audit");

      expect(query.asked.sealed + audit.asked.sealed).toBe(40);
      expect(audit.suites.sealed).not.toBe(query.suites.sealed);
      expect(query.dimensions[1]).toMatchObject({ source: "sealed", role: "objective" });
      expect(query.ruling).toBe("quarantine");
    },
    PATIENCE,
  );

  it(
    "asks a clone of the private repository that the charter names",
    async () => {
      const named = (starter.files[CHARTER_PATH] ?? "").replace(
        "{ref: triage-2026q4",
        "{repository: acme/kept-apart, ref: triage-2026q4",
      );
      const files = { ...few, [CHARTER_PATH]: named };
      repository.commit("apart", { files: { ...starter.files, ...files } });
      const better = { ...withScenarios(starter, "improve-classifier"), ...files };
      repository.commit("better-apart", { files: better, from: "apart" });

      const asked = async (base: string, head: string) => {
        said.forget();
        await evaluate("--base", base, "--head", head, "--sealed", sealed, "--json");
        return JSON.parse(said.out).asked.sealed;
      };
      const beside = await asked("main", "better");

      expect(beside).toBeGreaterThan(0);
      expect(await asked("apart", "better-apart")).toBe(beside);
    },
    PATIENCE,
  );

  it(
    "measures one version alone",
    async () => {
      expect(await evaluate("--head", "main")).toBe(0);
      expect(said.out).toMatch(/^Task +public +\d+\.\d %$/m);
    },
    PATIENCE,
  );

  it.each([
    [["--head", "main", "--audit"], "--audit needs --sealed", 64],
    [["--head", "nowhere"], 'there is no commit named "nowhere"', 64],
    [["--head", "bare"], "that commit has no system", 64],
    [["--head", "main", "--objective", "speed"], "Allowed choices are task", 64],
  ])("says what is wrong with %j", async (argv, sentence, code) => {
    expect(await evaluate(...argv)).toBe(code);
    expect(said.err).toContain(sentence);
  });
});
