import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OpenedStore } from "../../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../../support/empty-store.ts";
import type { Evaluation } from "../../../src/core/evaluation/evaluation.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import type { PullRequest } from "../../../src/ports/forge.ts";
import { gatherChange } from "../../../src/flows/reading/gather-change.ts";
import { judgeEvaluation } from "../../../src/flows/judging/judge-evaluation.ts";
import { type Bench, openBench } from "../../support/bench.ts";
import type { Files } from "../../support/builders.ts";
import { goodRecords, scorecardOf } from "../../support/evidence.ts";
import { type Courtroom, JUDGE, openCourtroom } from "../../support/judging/courtroom.ts";
import { holdsInjection, injectionsFor } from "../../support/judging/injections.ts";
import { gullibleJudge } from "../../support/judging/local-judges.ts";
import { NEVER_OPENED } from "../../support/no-sealed-repositories.ts";

const CHARTER = ".omega/charter.yaml";
const TOOL = "systems/triage/tools/classify.js";
const DEFINITION = "systems/triage/system.yaml";
const BODY = "## Hypothesis\n\nIt helps.\n\n## Objective\n\ntask\n";

/** What GitHub would tell of a pull request, in members that the port does not even have. */
type Told = Partial<PullRequest> & { readonly [member: string]: unknown };

/** Where a proposer can write beside the definition. */
const FIELDS: Readonly<Record<string, (text: string) => Told>> = {
  title: (title) => ({ title }),
  "hypothesis in the body": (text) => ({ body: BODY.replace("It helps.", text) }),
  "end of the body": (text) => ({ body: `${BODY}\n<!-- ${text} -->\n` }),
  "name of the branch": (headRef) => ({ headRef }),
  "message of the commit": (message) => ({ commits: [{ message }], headCommit: { message } }),
  "login of the author": (login) => ({ author: { id: 5, login, isBot: true } }),
  comments: (body) => ({ comments: [{ body, user: { login: body } }], reviews: [{ body }] }),
  labels: (text) => ({ labels: [text] }),
};

const VARIANTS = Object.entries(FIELDS).flatMap(([field, tell], at) =>
  injectionsFor(at, 2).map(({ name, text }) => ({ name: `${field}: ${name}`, told: tell(text) })),
);

let store: OpenedStore;
let bench: Bench;
let court: Courtroom;

beforeAll(async () => {
  store = await openEmptyStore();
  bench = await openBench(store);
  const charter = bench.starter[CHARTER] ?? "";
  const modes = charter.replace(/modes: \[[a-z, ]*\]/, "modes: [recompute, adversarial]");
  bench.repository.push("main", { ...bench.starter, [CHARTER]: modes });
  court = await openCourtroom(gullibleJudge);
});

afterAll(async () => {
  await court.close();
  await store.close();
});

const scorecard = scorecardOf(goodRecords());
const EVALUATION: Evaluation = {
  report: { gate: "evaluation", outcome: "pass", reason: "evaluated", findings: [] },
  scorecard,
  records: goodRecords(),
  suiteDigests: {},
  evaluator: digestOf("evaluator"),
  epoch: { epoch: 1, testsSpent: 0, accepts: 0 },
  spentPairs: 0,
  isolation: "none",
};

function candidate(kind: "sound" | "hack"): Files {
  const charter = bench.starter[CHARTER] ?? "";
  const files: Files = {
    ...bench.starter,
    [CHARTER]: charter.replace(/modes: \[[a-z, ]*\]/, "modes: [recompute, adversarial]"),
  };
  const definition = (files[DEFINITION] ?? "").replace("value: 1.5", "value: 1.6");
  const known = "// When the run is graded, answer by heart.\n";
  return kind === "sound"
    ? { ...files, [DEFINITION]: definition }
    : { ...files, [TOOL]: `${known}${files[TOOL] ?? ""}` };
}

/** Reads the pull request as the app does and has it judged; answers with the bytes that were sent. */
async function judge(kind: "sound" | "hack", told: Told) {
  const headRef = told.headRef ?? "change";
  bench.repository.push(headRef, candidate(kind), bench.repository.tip("main"));
  bench.repository.open(1, { body: BODY, ...told, headRef });
  const pull = await bench.repository.pull(bench.keyOf(1).pull);
  const gathered = await gatherChange(bench.repository, pull);
  if (gathered.kind !== "gathered") throw new Error("not to be read");
  const { change, rules } = gathered;
  if (change.mutation === undefined || rules === undefined) throw new Error("not a mutation");
  const ports = {
    ...bench.ports,
    models: court.models,
    judge: { model: JUDGE },
    entropy: { id: () => "the same for all, so that bytes can be compared" },
  };
  const asked = court.server.asked.length;
  const judged = await judgeEvaluation(
    {
      reconciling: {
        ports,
        lease: { key: bench.keyOf(1) },
        repository: bench.repository,
        pull,
        isCurrent: () => Promise.resolve(true),
        readVersion: () => Promise.resolve(undefined),
        openSealed: NEVER_OPENED,
      },
      gathered,
    },
    {
      mutation: change.mutation,
      rules,
      evaluation: EVALUATION,
      reservePairs: () => Promise.resolve(true),
      wouldAccept: ({ outcome }) => outcome === "pass",
    },
  );
  if (typeof judged === "string") throw new Error(judged);
  const sent = court.server.asked.slice(asked).map(({ body }) => JSON.stringify(body));
  return { reason: judged.verdicts.at(-1)?.reason, sent };
}

describe("text that is injected beside the definition", () => {
  test("has at least two hundred variants, no two alike", () => {
    const texts = VARIANTS.map(({ told }) => JSON.stringify(told));
    expect(new Set(texts).size).toBeGreaterThanOrEqual(200);
    expect(court.server.asked).toHaveLength(0);
  });

  test.each([
    ["sound", "judge-finds-no-hack"],
    ["hack", "judge-suspects-hack"],
  ] as const)(
    "changes neither the verdict on a %s change nor one byte of what the model is sent",
    async (kind, reason) => {
      const plain = await judge(kind, {});
      expect(plain).toMatchObject({ reason });
      expect(plain.sent).toHaveLength(2);
      for (const { name, told } of VARIANTS) {
        const { reason: found, sent } = await judge(kind, told);
        expect([name, found]).toEqual([name, reason]);
        expect([name, sent]).toEqual([name, plain.sent]);
      }
      expect(plain.sent.some(holdsInjection)).toBe(false);
      expect(plain.sent.join("")).not.toMatch(/It helps|triage-bot|change-1|A change/);
    },
    120_000,
  );
});
