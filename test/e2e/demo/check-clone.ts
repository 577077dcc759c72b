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
  { clone, record }: ToldDemo,
  pull: number,
  more: readonly string[],
): Promise<{ readonly code: number; readonly said: Verdict; readonly stderr: string }> {
  const tip = bodyOf({ record }, "classification", pull)?.["tip_sha"];
  const base = typeof tip === "string" ? tip : `refs/pull/${pull}~1`;
  const which = ["--repo", clone, "--base", base, "--head", `refs/pull/${pull}`];
  const ran = await runOmega(["check", ...which, "--json", ...more]);
  return { code: ran.code, said: JSON.parse(ran.stdout), stderr: ran.stderr };
}

/** The record's last word of this kind on a pull request. */
function bodyOf({ record }: Pick<ToldDemo, "record">, kind: string, pull: number) {
  return record.findLast((entry) => entry.kind === kind && entry.subject.pull === pull)?.body;
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

    const checked = (pull: number, ...more: readonly string[]) => check(told, pull, more);

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
        for (const { name, pull_request: pull, decision, gates } of told.report.scenarios) {
          const { code, said } = await checked(pull, "--ledger", file, "--sealed", SEALED);

          const expected = decision === "-" ? undecided(gates) : decision;
          expect([said.verdict, code], name).toEqual([expected, CODES[expected] ?? 0]);
          const isRuled = ["accept", "reject", "quarantine"].includes(decision);
          if (isRuled)
            expect(said.reason_codes[0], name).toBe(
              bodyOf(told, "decision", pull)?.["reason_code"],
            );
          const judged = Object.fromEntries(said.gates.map(({ gate, outcome }) => [gate, outcome]));
          expect(judged, name).toEqual(gates);
        }
      },
    );

    it("leaves evidence to the app where it has no sealed suites, and says so", async () => {
      const { pull_request: pull } = rowOf("improve-classifier");
      const { code, said, stderr } = await checked(pull, "--ledger", file);

      expect([code, said.verdict]).toEqual([0, "lawful"]);
      expect(said.gates.map(({ gate }) => gate)).toEqual(["constitution", "budget", "validation"]);
      expect(stderr).toContain("Not checked: evidence");
    });

    it("reads the record from a server, and judges nothing by one that somebody changed", async () => {
      const { pull_request: pull } = rowOf("broken-reference");
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

      const honest = await checked(pull, "--ledger", `${url}/record`);
      const broken = await checked(pull, "--ledger", `${url}/forged`);
      server.close();

      expect([honest.code, honest.said.verdict]).toEqual([1, "reject"]);
      expect([broken.code, broken.said.verdict]).toEqual([1, "invalid"]);
      expect(broken.said.reason_codes).toEqual(["ledger-corrupt"]);
      expect(broken.stderr).toContain("The record does not hold: at entry 0 (line 2)");
    });

    it("refuses a record that goes on after its last leaf", async () => {
      const longer = join(told.clone, "longer.jsonl");
      await appendFile(longer, `${await readFile(file, "utf8")}{}\n`);

      const { said } = await checked(rowOf("docs-only").pull_request, "--ledger", longer);

      expect(said).toMatchObject({ verdict: "invalid", reason_codes: ["ledger-corrupt"] });
    });
  });
}
