import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RULES } from "./case.ts";
import { checkByCli } from "./harness/check-by-cli.ts";
import { complaintsAbout } from "./harness/complaints.ts";
import { type Judge, type Judged, openJudge } from "./harness/judge.ts";
import { loadCases } from "./harness/load-cases.ts";
import { buildRange, type Lane, type ShootingRange } from "./harness/range.ts";
import { renderReport, reportOn } from "./harness/report.ts";

const REPORT = fileURLToPath(new URL("../../.build/red-team.json", import.meta.url));

const cases = await loadCases();
const judged: Judged[] = [];
let range: ShootingRange;
let judge: Judge;

beforeAll(async () => {
  range = buildRange(cases);
  judge = await openJudge(range.directory);
});
afterAll(async () => {
  if (process.env["npm_lifecycle_event"] === "red-team") tell();
  await judge.close();
  range.remove();
});

/** `npm run red-team` is for reading the outcome; `npm test` only wants to know it. */
function tell(): void {
  const report = reportOn(judged);
  mkdirSync(new URL("../../.build/", import.meta.url), { recursive: true });
  writeFileSync(REPORT, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`${renderReport(report)}\nall of it, with what depends on which rule: ${REPORT}`);
}

function laneOf(index: number): Lane {
  const lane = range.lanes[index];
  if (lane === undefined) throw new Error("the range has a lane for each case");
  return lane;
}

describe("an attack is refused by its rule, and its benign twin is not", () => {
  it.each(cases.map((one, index) => [one.rule, one.name, index] as const))(
    "%s: who %s",
    async (_rule, _name, index) => {
      const one = await judge.judge(laneOf(index));
      judged.push(one);

      expect(complaintsAbout(one)).toEqual([]);
    },
  );
});

describe("each rule of the constitution", () => {
  const rules = RULES.filter((rule) => cases.some((one) => one.rule === rule));

  it.each(rules)("%s has attacks that nothing else refuses", (rule) => {
    expect(reportOn(judged).ablation[rule]).not.toHaveLength(0);
  });
});

describe("the built command line says what the flow behind it says", () => {
  const sample = RULES.flatMap((rule) => {
    const index = cases.findIndex((one) => one.rule === rule && one.earlier === undefined);
    return index === -1 ? [] : [[rule, index] as const];
  });

  it.each(sample)("of a %s attack and its twin", async (_rule, index) => {
    const lane = laneOf(index);
    const [attack, twin] = await Promise.all([
      checkByCli(range.directory, lane.base, lane.attack),
      checkByCli(range.directory, lane.base, lane.twin),
    ]);
    const found = judged.find((one) => one.lane === lane);

    expect(attack).toEqual({ exitCode: 1, reasons: found?.attack.check.reasons });
    expect(twin.exitCode).toBe(0);
  });
});
