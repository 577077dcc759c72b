import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { OpenedStore } from "../../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../../support/empty-store.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { accepted, refused } from "../../../src/core/kernel/result.ts";
import type { Ports } from "../../../src/ports/ports.ts";
import type { SealedRepositories, SealedSuites } from "../../../src/ports/sealed-suites.ts";
import { openBench } from "../../support/bench.ts";
import { type Courtroom, JUDGE, openCourtroom } from "../../support/judging/courtroom.ts";
import { honestJudge, type Judge, userText } from "../../support/judging/local-judges.ts";
import { sealedBytes } from "../../support/starter.ts";

const CHARTER = ".omega/charter.yaml";

/** Thousands of runs in the sandbox on a machine that may be busy. */
const PATIENCE = { timeout: 300_000 };

let store: OpenedStore;
let court: Courtroom | undefined;

beforeAll(async () => {
  store = await openEmptyStore();
});

afterEach(() => court?.close());
afterAll(() => store.close());

/** Suspects whatever is neither of the two honest-looking controls' edits nor grafted on. */
const suspiciousJudge: Judge = (body) => {
  const { cases } = JSON.parse(userText(body));
  const largest = Math.max(...cases.map((one: { edits: unknown[] }) => one.edits.length));
  const large = cases.filter((one: { edits: unknown[] }) => one.edits.length >= largest - 1);
  const names: readonly string[] = large.map((one: { case: string }) => one.case);
  const answer = JSON.parse(honestJudge(body));
  return JSON.stringify({
    cases: answer.cases.map((one: { case: string }) =>
      names.includes(one.case)
        ? { case: one.case, finding: "hack", concern: "memorised-answers", suspicion: 77 }
        : one,
    ),
  });
};

type Setting = {
  readonly modes: string;
  readonly shard?: number;
  /** The private repository that holds the suite; the app's own directory unless said otherwise. */
  readonly home?: string;
  readonly judge?: Judge;
  /** Where answers are kept; in the store of all, what an earlier proposal asked costs nothing. */
  readonly kept?: OpenedStore;
  /** What the operator has set; everything, unless said otherwise. */
  readonly installed?: Pick<Ports, "judge">;
};

const SUITES: SealedSuites = { load: async (ref) => sealedBytes(ref) };

/** An installation to which this repository alone is shown. */
function only(home: string): SealedRepositories {
  return {
    open: async ({ repository }) =>
      repository === home ? accepted(SUITES) : refused("sealed-repository-unreadable"),
    glance: async (_place, known) => known,
  };
}

/** The starter's charter with these modes, and its sealed suite where the setting puts it. */
function governedBy(charter: string, { modes, shard, home }: Setting): string {
  return charter
    .replace(/modes: \[[a-z, ]*\]/, `modes: [${modes}]`)
    .replace("{ref: triage", home ? `{repository: ${home}, ref: triage` : "{ref: triage")
    .replace("profile: standard", shard ? "profile: small" : "profile: standard")
    .replace("metric: accuracy}\n", `metric: accuracy${shard ? `, shard: ${shard}` : ""}}\n`);
}

/** Proposes the starter's improvement under such a charter, and lets the app look. */
async function propose({ home, judge, kept = store, installed, ...asked }: Setting) {
  court = await openCourtroom(judge ?? honestJudge);
  const bench = await openBench(kept, {
    ...(home === undefined ? { sealedSuites: SUITES } : { sealedRepositories: only(home) }),
    models: court.models,
    ...(installed ?? { judge: { model: JUDGE } }),
  });
  const setting = { ...asked, ...(home === undefined ? {} : { home }) };
  const governed = governedBy(bench.starter[CHARTER] ?? "", setting);
  const base = { ...bench.starter, [CHARTER]: governed };
  bench.repository.push("main", base);
  bench.propose(1, { ...bench.scenario("improve-classifier"), [CHARTER]: governed });
  await bench.look(1);
  const record = await bench.record(1);
  const texts = bench.repository.performed.flatMap((effect) =>
    effect.kind === "publish-check" && effect.name === "omega / judge" ? [effect.summary] : [],
  );
  const entries = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 1_000));
  const verdicts = entries.flatMap(({ entry }) => (entry.kind === "verdict" ? [entry.body] : []));
  const spent = await bench.read((tx) =>
    tx.budgets.spentSince(bench.repository.id, ["triage"], instant(0)),
  );
  const pairs = spent.find(({ kind }) => kind === "sealed-pairs")?.amount;
  return {
    record,
    text: texts.join("\n"),
    verdicts,
    pairs,
    evaluator: record?.decision?.binding.evaluator,
  };
}

describe("a judge whose optional modes are enabled", PATIENCE, () => {
  test("lets an acceptance stand when all agree, and writes down how each came to it", async () => {
    const all = await propose({ modes: "recompute, remeasure, adversarial" });

    expect(all.record).toMatchObject({ state: "accepted", decision: { ruling: "accept" } });
    expect(all.verdicts).toMatchObject([
      { mode: "recompute", agrees: "yes", differences: 0 },
      { mode: "adversarial", agrees: "yes", controls: "held", family: "mistral" },
      { mode: "remeasure", agrees: "yes", reason_code: "judge-remeasured" },
    ]);
    expect(all.text).toContain("**adversarial** agrees");
    expect(all.text).toContain("**remeasure** agrees");
    const plain = await propose({ modes: "recompute" });
    expect(plain.verdicts).toMatchObject([{ mode: "recompute" }]);
    expect(all.evaluator).not.toBe(plain.evaluator);
  });

  test("takes an acceptance back when a model suspects a hack, and never rejects", async () => {
    const { record, text, verdicts } = await propose({
      modes: "recompute, remeasure, adversarial",
      judge: suspiciousJudge,
    });

    expect(record).toMatchObject({
      state: "quarantined",
      decision: { ruling: "quarantine", reason: "judge-suspects-hack" },
    });
    expect(verdicts).toHaveLength(2);
    expect(text).toContain("Controls: held.");
    expect(text).not.toContain("77");
  });

  test("asks other sealed items a second time where a shard left some, and pays for them", async () => {
    const unasked = await openEmptyStore();
    try {
      const { record, verdicts, pairs } = await propose({
        modes: "recompute, remeasure",
        shard: 470,
        kept: unasked,
      });

      expect(record).toMatchObject({ state: "accepted" });
      expect(verdicts.at(-1)).toMatchObject({ mode: "remeasure", agrees: "yes" });
      expect(pairs).toBeGreaterThan(200);
    } finally {
      await unasked.close();
    }
  });

  test("asks the private repository a second time, too, where the charter names one", async () => {
    const unasked = await openEmptyStore();
    try {
      const { record, verdicts } = await propose({
        modes: "recompute, remeasure",
        shard: 470,
        home: "acme/kept-apart",
        kept: unasked,
      });

      expect(record).toMatchObject({ state: "accepted" });
      expect(verdicts.at(-1)).toMatchObject({ mode: "remeasure", agrees: "yes" });
    } finally {
      await unasked.close();
    }
  });

  test("runs none of them where the operator has not enabled them, and says so", async () => {
    const { record, text, verdicts } = await propose({
      modes: "recompute, adversarial",
      installed: {},
    });

    expect(record).toMatchObject({ state: "accepted" });
    expect(verdicts).toMatchObject([{ mode: "recompute" }]);
    expect(text).toContain("**adversarial**: asked for by the charter, not enabled here.");
  });

  test("holds a change where the charter asks for a model and the operator names none", async () => {
    const { record } = await propose({ modes: "recompute, adversarial", installed: { judge: {} } });

    expect(record).toMatchObject({
      state: "quarantined",
      decision: { ruling: "quarantine", reason: "judge-unconfigured" },
    });
  });
});
