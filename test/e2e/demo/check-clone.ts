import { createServer } from "node:http";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runOmega } from "../../../src/local/demo/program.ts";
import { TEMPLATES } from "../../../src/local/demo/world.ts";
import type { Row, ToldDemo } from "../../support/told-demo.ts";

const SEALED = join(TEMPLATES, "sealed");

type Verdict = {
  readonly verdict: string;
  readonly reason_codes: readonly string[];
  readonly gates: readonly { readonly gate: string; readonly outcome: string }[];
};

/** `omega check` of one pull request in the clone, as a person with the repository would type it. */
async function check(
  told: ToldDemo,
  row: Row,
  more: readonly string[],
): Promise<{ readonly code: number; readonly said: Verdict; readonly stderr: string }> {
  const { pull_request: pull } = row;
  const clone = told.clones.get(row.repository) ?? "";
  const tip = bodyOf(told, "classification", row)?.["tip_sha"];
  const base = typeof tip === "string" ? tip : `refs/pull/${pull}~1`;
  const which = ["--repo", clone, "--base", base, "--head", `refs/pull/${pull}`];
  const ran = await runOmega(["check", ...which, "--json", ...more]);
  return { code: ran.code, said: JSON.parse(ran.stdout), stderr: ran.stderr };
}

/** The record's last word of this kind on a pull request. */
function bodyOf({ records }: ToldDemo, kind: string, { export: file, pull_request: pull }: Row) {
  const about = records.get(file)?.filter(({ subject }) => subject.pull === pull);
  return about?.findLast((entry) => entry.kind === kind)?.body;
}

/** A proposal that waits for a slot of its budget is refused as things stand. */
function undecided(gates: Row["gates"]): string {
  return gates["budget"] === "fail" ? "reject" : "not-a-mutation";
}

/** Every other verdict ends with 0. */
const CODES: Readonly<Record<string, number>> = {
  reject: 1,
  quarantine: 2,
};

/** By the same demo as its own tests, which is told for long enough to be told once. */
export function describeCheckOfClone(tellOnce: () => ToldDemo, timeout: number): void {
  describe("omega check on a clone of the demo's repository", () => {
    let told: ToldDemo;
    let file: string;

    beforeAll(() => {
      told = tellOnce();
      file = told.report.export;
    });

    const checked = (row: Row, ...more: readonly string[]) => check(told, row, more);

    const rowOf = (name: string): Row => {
      const row = told.report.scenarios.find((one) => one.name === name);
      if (row === undefined) throw new Error(`the demo tells nothing of ${name}`);
      return row;
    };

    it(
      "says of every pull request what the app said, gate by gate, by the same code",
      { timeout },
      async () => {
        expect(told.report.scenarios.length).toBeGreaterThanOrEqual(6);
        expect(told.report.scenarios.filter(({ as_expected }) => !as_expected)).toEqual([]);
        for (const row of told.report.scenarios) {
          const { name, decision, gates } = row;
          const { code, said } = await checked(row, "--ledger", row.export, "--sealed", SEALED);

          const expected = decision === "-" ? undecided(gates) : decision;
          expect([said.verdict, code], name).toEqual([expected, CODES[expected] ?? 0]);
          const isRuled = ["accept", "reject", "quarantine"].includes(decision);
          if (isRuled)
            expect(said.reason_codes[0], name).toBe(bodyOf(told, "decision", row)?.["reason_code"]);
          const judged = Object.fromEntries(said.gates.map(({ gate, outcome }) => [gate, outcome]));
          expect(judged, name).toEqual(gates);
        }
      },
    );

    it("leaves evidence to the app where it has no sealed suites, and says so", async () => {
      const row = rowOf("improve-classifier");
      const { code, said, stderr } = await checked(row, "--ledger", file);

      expect([code, said.verdict]).toEqual([0, "lawful"]);
      expect(said.gates.map(({ gate }) => gate)).toEqual(["constitution", "budget", "validation"]);
      expect(stderr).toContain("Not checked: evidence");
    });

    it("reads the record from a server, and judges nothing by one that somebody changed", async () => {
      const row = rowOf("broken-reference");
      const text = await readFile(file, "utf8");
      const forged = text.replace(/(\\"at\\":\d+)(\d)/, (_all, before, digit) =>
        digit === "7" ? `${before}8` : `${before}7`,
      );
      const server = createServer((request, response) =>
        response.end(request.url === "/forged" ? forged : text),
      );
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;

      const honest = await checked(row, "--ledger", `${url}/record`);
      const broken = await checked(row, "--ledger", `${url}/forged`);
      server.close();

      expect([honest.code, honest.said.verdict]).toEqual([1, "reject"]);
      expect([broken.code, broken.said.verdict]).toEqual([1, "invalid"]);
      expect(broken.said.reason_codes).toEqual(["ledger-corrupt"]);
      // The one before it may be of the other repository, which shows its leaf alone.
      const first = told.record[0]?.seq ?? 0;
      const place = `at entry ${first} (line ${first + 2})`;
      expect(broken.stderr).toContain(`The record does not hold: ${place}`);
    });

    it("refuses a record that goes on after its last leaf", async () => {
      const longer = join(told.clones.get("acme/support-desk") ?? "", "longer.jsonl");
      await appendFile(longer, `${await readFile(file, "utf8")}{}\n`);

      const { said } = await checked(rowOf("docs-only"), "--ledger", longer);

      expect(said).toMatchObject({ verdict: "invalid", reason_codes: ["ledger-corrupt"] });
    });
  });
}
