import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aChange, aCharter, anEdit } from "../../support/builders.ts";
import { type Courtroom, JUDGE, openCourtroom } from "../../support/judging/courtroom.ts";
import { goodRecords, scorecardOf } from "../../support/evidence.ts";
import { honestJudge, type Judge, userText } from "../../support/judging/local-judges.ts";
import { type Adversary, hearAdversary } from "../../../src/flows/judging/hear-adversary.ts";
import type { Behaviour } from "../../support/models/model-server.ts";

const SOUND = anEdit({ before: "Say hello.", after: "Say hello in two words." });
const scorecard = scorecardOf(goodRecords());

let think: Judge;
let court: Courtroom;

beforeEach(async () => {
  think = honestJudge;
  court = await openCourtroom((body) => think(body));
});

afterEach(() => court.close());

async function hear(parts: Partial<Adversary> = {}, edits = [SOUND]) {
  const charter = parts.charter ?? aCharter();
  const { mutation } = aChange({ charter, edits });
  if (mutation === undefined) throw new Error("the test's change is no mutation");
  const isCurrent = () => Promise.resolve(true);
  const adversary = { models: court.models, model: JUDGE, random: "r", charter, isCurrent };
  const verdict = await hearAdversary({ ...adversary, ...parts }, mutation, scorecard);
  if (verdict === "overtaken") throw new Error("nothing newer happened");
  return verdict;
}

const many = (behaviour: Behaviour): readonly Behaviour[] =>
  Array.from({ length: 8 }, () => behaviour);

/** Changes one answer of the honest judge, in all calls or in the second one. */
function tampered(change: (answer: { cases: Record<string, unknown>[] }) => unknown): Judge {
  return (body) => JSON.stringify(change(JSON.parse(honestJudge(body))));
}

describe("the adversarial judge", () => {
  test("clears a change that two orders find sound, and records digests and controls", async () => {
    const verdict = await hear();

    expect(verdict).toMatchObject({ outcome: "pass", reason: "judge-finds-no-hack" });
    expect(verdict.facts).toMatchObject({
      model: "openai-compatible/judge-1",
      answered_by: "judge-1",
      family: "mistral",
      controls: "held",
      prompt: expect.stringMatching(/^sha256:/),
    });
    expect(verdict.facts["questions"]).toHaveLength(2);
    expect(verdict.facts["answers"]).toHaveLength(2);
  });

  test("asks about the same four cases in the reverse order, under other names and marks", async () => {
    await hear();
    const [first, second] = court.server.asked.map(({ body }) => JSON.parse(userText(body)));
    const places = ({ cases, marks }: { cases: { edits: unknown[] }[]; marks: string[] }) =>
      cases.map(({ edits }) =>
        JSON.stringify(edits)
          .replaceAll(marks[0] ?? "", "[")
          .replaceAll(marks[1] ?? "", "]"),
      );

    expect(places(second)).toEqual(places(first).toReversed());
    expect(first.marks).not.toEqual(second.marks);
    const names = [first, second].flatMap(({ cases }) =>
      cases.map((one: { case: string }) => one.case),
    );
    expect(new Set(names).size).toBe(8);
  });

  test("sends public figures, and nothing that only a sealed suite can tell", async () => {
    await hear();
    const text = court.server.asked.map(({ body }) => userText(body)).join("");
    const sealed = scorecard.reports.flatMap(({ evidence, source }) =>
      source === "sealed" && evidence.kind === "test" ? [evidence.estimate, evidence.lower] : [],
    );

    expect(sealed.length).toBeGreaterThan(0);
    for (const figure of sealed.filter((one) => one !== 0))
      expect(text).not.toContain(String(figure));
    expect(text).toContain('"dimension":"task_improvement"');
    expect(court.server.asked.every(({ body }) => !("tools" in body))).toBe(true);
  });

  test.each<readonly [string, Behaviour, string]>([
    ["is overloaded", { kind: "status", status: 503 }, "judge-unavailable"],
    ["limits the rate", { kind: "status", status: 429 }, "judge-unavailable"],
    ["does not take the key", { kind: "status", status: 401 }, "judge-unavailable"],
    ["breaks off", { kind: "truncate", after: 3 }, "judge-unavailable"],
    ["sends no JSON", { kind: "malformed" }, "judge-unavailable"],
    ["refuses", { kind: "tell", told: { ending: "declined" } }, "judge-unavailable"],
    ["is another model", { kind: "tell", told: { model: "judge-2" } }, "judge-unavailable"],
    ["is cut off", { kind: "tell", told: { ending: "length" } }, "judge-answer-invalid"],
    ["says yes", { kind: "tell", told: { text: "sound" } }, "judge-answer-invalid"],
    ["says nothing", { kind: "tell", told: { text: "" } }, "judge-answer-invalid"],
    ["says a colon", { kind: "tell", told: { text: ":" } }, "judge-answer-invalid"],
  ])("holds when the model %s", async (_, behaviour, reason) => {
    court.server.next(...many(behaviour));
    const verdict = await hear();

    expect(["error", "no-data"]).toContain(verdict.outcome);
    expect(verdict.reason).toMatch(/^judge-(unavailable|answer-invalid)$/);
    if (behaviour.kind === "tell" && behaviour.told?.text !== "")
      expect(verdict.reason).toBe(reason);
  });

  test("holds when the second order is not answered", async () => {
    court.server.next({ kind: "tell" }, ...many({ kind: "status", status: 400 }));

    expect(await hear()).toMatchObject({ outcome: "error", reason: "judge-unavailable" });
  });

  test.each<readonly [string, Judge]>([
    ["leaves a case out", tampered(({ cases }) => ({ cases: cases.slice(1) }))],
    ["names a case twice", tampered(({ cases }) => ({ cases: [...cases.slice(1), cases[1]] }))],
    ["adds a case", tampered(({ cases }) => ({ cases: [...cases, cases[0]] }))],
    ["adds a member", tampered((answer) => ({ ...answer, accept: true }))],
    [
      "invents a word",
      tampered(({ cases }) => ({ cases: cases.map((one) => ({ ...one, finding: "approve" })) })),
    ],
    [
      "contradicts itself",
      tampered(({ cases }) => ({ cases: cases.map((one) => ({ ...one, finding: "sound" })) })),
    ],
    [
      "counts beyond the scale",
      tampered(({ cases }) => ({ cases: cases.map((one) => ({ ...one, suspicion: 101 })) })),
    ],
    ["writes around its answer", (body) => `Here you are:\n${honestJudge(body)}`],
    ["fences its answer", (body) => `\`\`\`json\n${honestJudge(body)}\n\`\`\``],
    ["answers twice", (body) => honestJudge(body).repeat(2)],
    ["names a member twice", (body) => honestJudge(body).replace('"cases"', '"cases":[],"cases"')],
    ["goes on and on", (body) => `${honestJudge(body)}${" ".repeat(5_000)}`],
  ])("holds when the answer %s", async (_, judge) => {
    think = judge;

    expect(await hear()).toMatchObject({ outcome: "error", reason: "judge-answer-invalid" });
  });

  test.each(["sound", "hack"] as const)(
    "voids the verdict of a judge that says %s to everything",
    async (finding) => {
      const all = finding === "sound" ? ["none", 0] : ["hidden-trigger", 100];
      think = tampered(({ cases }) => ({
        cases: cases.map((one) => ({ ...one, finding, concern: all[0], suspicion: all[1] })),
      }));

      const verdict = await hear();
      expect(verdict).toMatchObject({ outcome: "error", reason: "judge-controls-failed" });
      expect(verdict.facts["controls"]).toBe("failed");
    },
  );

  test("is undecided when the candidate is sound in one order and a hack in the other", async () => {
    let calls = 0;
    think = (body) => {
      calls += 1;
      const judged = honestJudge(body);
      if (calls === 1) return judged;
      // In this call the candidate's own edit alarms it; the known good control does not hold that text.
      const { cases } = JSON.parse(userText(body));
      const named = cases.find(
        (one: { edits: { after?: string }[] }) =>
          one.edits.length === 1 && one.edits[0]?.after?.includes("two words"),
      );
      return judged.replace(
        `{"case":"${named.case}","finding":"sound","concern":"none","suspicion":5}`,
        `{"case":"${named.case}","finding":"hack","concern":"hidden-trigger","suspicion":60}`,
      );
    };

    expect(await hear()).toMatchObject({ outcome: "no-data", reason: "judge-undecided" });
  });

  test.each(["mistral", "mistralai", "Mixtral-8x7b".toLowerCase()])(
    "does not ask a judge of the family that any proposer declares, such as %s",
    async (family) => {
      const charter = aCharter({ proposers: { bot: { login: "bot", model_family: family } } });

      expect(await hear({ charter })).toMatchObject({
        outcome: "no-data",
        reason: "judge-family-refused",
      });
      expect(court.server.asked).toHaveLength(0);
    },
  );

  test("asks a judge of a proposer's family where the charter demands no distance", async () => {
    const charter = aCharter({
      proposers: { bot: { login: "bot", model_family: "mistral" } },
      judge: { modes: ["adversarial"], minimum_family_distance: 0 },
    });

    expect(await hear({ charter })).toMatchObject({ reason: "judge-finds-no-hack" });
  });

  test("clears nothing that does not fit into a question", async () => {
    const long = anEdit({ after: "word ".repeat(30_000) });

    expect(await hear({}, [long])).toMatchObject({ reason: "judge-change-too-large" });
    expect(court.server.asked).toHaveLength(0);
  });
});
