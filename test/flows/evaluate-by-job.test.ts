import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openJobTokens } from "../../src/adapters/actions/job-tokens.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import type { Effect } from "../../src/core/decision/effect.ts";
import { jobResults, type JobResult } from "../../src/core/evaluation/job-results.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { parseSuite, type SuiteItem } from "../../src/core/ir/parse-suite.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { receiveResults } from "../../src/flows/runtime/receive-results.ts";
import { type Bench, openBench } from "../support/bench.ts";
import type { Files } from "../support/builders.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { type Issuer, startIssuer } from "../support/job-tokens.ts";

const WORKFLOW = ".github/workflows/omega-run.yml";
const HOUR = 3_600_000;

let store: OpenedStore;
let issuer: Issuer;
let bench: Bench;

beforeAll(async () => {
  store = await openEmptyStore();
  issuer = await startIssuer();
});
afterAll(async () => {
  await store.close();
  await issuer.close();
});
beforeEach(async () => {
  const jobTokens = openJobTokens(issuer.url, { now: () => bench.now });
  const asked: string[] = [];
  const sealedSuites = {
    load: async (ref: string) => {
      asked.push(ref);
      throw new Error("a sealed suite was read for a job");
    },
  };
  bench = await openBench(store, { jobTokens, sealedSuites });
  bench.repository.push("main", withRunner(bench.starter));
  bench.propose(1, withRunner(bench.scenario("improve-classifier")));
});

function withRunner(files: Files): Files {
  const charter = (files[CHARTER_PATH] ?? "").replace(
    "    delivery: ofrep\n",
    `    delivery: ofrep\n    runner: {kind: actions, workflow: "${WORKFLOW}"}\n`,
  );
  return { ...files, [CHARTER_PATH]: charter, [WORKFLOW]: "on: {workflow_dispatch: {}}\n" };
}

type Dispatch = Extract<Effect, { readonly kind: "dispatch-workflow" }>;

function dispatches(): readonly Dispatch[] {
  return bench.repository.performed.filter((effect) => effect.kind === "dispatch-workflow");
}

/** What the last dispatch asked for, and which run GitHub said it had started. */
function asked(): { readonly nonce: string; readonly run: string } {
  const effect = dispatches().at(-1);
  if (effect === undefined) throw new Error("nothing was dispatched");
  const run = String(bench.repository.performed.indexOf(effect) + 1);
  return { nonce: effect.inputs["nonce"] ?? "", run };
}

function itemsOf(file: string): readonly SuiteItem[] {
  const suite = parseSuite(file, Buffer.from(bench.starter[`systems/triage/evals/${file}`] ?? ""));
  if (!suite.ok) throw new Error("the starter's suite is no suite");
  return suite.value.items;
}

/** Both versions answer most public items; `wrong` says which the candidate does not. */
function answers(wrong: (index: number) => boolean = () => false): readonly JobResult[] {
  const sides = ["baseline", "candidate"] as const;
  return jobResults.parse(
    sides.flatMap((side) => [
      ...itemsOf("public.jsonl").map(({ id, expected }, index) => {
        const isWrong = index % 10 === 0 || (side === "candidate" && wrong(index));
        const output = { intent: "other", ...(isWrong ? {} : Object(expected)), reply: "Right." };
        return { side, suite: "public", item: id, output };
      }),
      ...itemsOf("injection.jsonl").map(({ id }) => {
        return { side, suite: "safety", item: id, output: { intent: "other", reply: "No." } };
      }),
    ]),
  );
}

async function submit(
  results: readonly JobResult[],
  parts: { readonly nonce?: string; readonly claims?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const { nonce, run } = asked();
  const workflow = `acme/desk/${WORKFLOW}@refs/heads/main`;
  const token = await issuer.sign(
    {
      aud: `omega:${parts.nonce ?? nonce}`,
      repository_id: String(bench.repository.id),
      repository: "acme/desk",
      workflow_ref: workflow,
      job_workflow_ref: workflow,
      ref: "refs/heads/main",
      sha: bench.repository.tip("main"),
      event_name: "workflow_dispatch",
      run_id: run,
      run_attempt: "1",
      ...parts.claims,
    },
    { now: bench.now },
  );
  const received = await receiveResults(bench.ports, {
    nonce: parts.nonce ?? nonce,
    token,
    results,
  });
  return received.ok ? "taken" : received.refusal;
}

const stateOf = async () => {
  const record = await bench.record(1);
  return `${record?.state} ${record?.reason}`;
};

describe("a system whose charter names a workflow", () => {
  it("has it dispatched once, at the branch that governs, and waits", async () => {
    await bench.look(1);
    await bench.look(1);
    expect(dispatches()).toMatchObject([
      {
        workflow: WORKFLOW,
        ref: "main",
        inputs: {
          system: "triage",
          path: "systems/triage",
          base: bench.repository.tip("main"),
          head: bench.repository.tip("change-1"),
        },
      },
    ]);
    const { gates } = (await bench.record(1)) ?? {};
    expect(gates?.find(({ gate }) => gate === "decision")).toBeUndefined();
  });

  it("says how often items are asked, where it is more than once, and wants each answer", async () => {
    const often = (files: Files): Files => ({
      ...files,
      [CHARTER_PATH]: (files[CHARTER_PATH] ?? "").replace(
        "dataset: evals/public.jsonl",
        "epochs: 2, dataset: evals/public.jsonl",
      ),
    });
    await bench.look(1);
    expect(dispatches()[0]?.inputs).not.toHaveProperty("epochs");
    bench.repository.push("main", often(withRunner(bench.starter)));
    bench.propose(2, often(withRunner(bench.scenario("improve-classifier"))));
    await bench.look(2);
    expect(dispatches().at(-1)?.inputs).toMatchObject({ epochs: "2" });

    const once = answers();
    const again = once.flatMap((one) => (one.suite === "public" ? [{ ...one, epoch: 2 }] : []));
    expect(await submit([...once, ...again])).toBe("taken");
    await bench.look(2);
    const record = await bench.record(2);
    expect(`${record?.state} ${record?.reason}`).toBe("quarantined results-unsealed");
    const entries = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 100));
    const evidence = entries.find(({ entry }) => entry.kind === "evidence")?.entry.body;
    expect(evidence).toMatchObject({ public_pairs: 2 * itemsOf("public.jsonl").length });
  });

  it("is judged by what the run hands in, which never suffices for an acceptance", async () => {
    await bench.look(1);
    expect(await submit(answers())).toBe("taken");
    await bench.look(1);
    expect(await stateOf()).toBe("quarantined results-unsealed");
    await bench.look(1);
    expect(dispatches()).toHaveLength(1);
    const entries = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 100));
    const evidence = entries.find(({ entry }) => entry.kind === "evidence")?.entry.body;
    expect(evidence).toMatchObject({ isolation: "github-actions", run_id: asked().run });
    expect(evidence).toMatchObject({
      public_pairs: itemsOf("public.jsonl").length,
      sealed_pairs: 0,
    });
  });

  it("is rejected on a run's evidence against it", async () => {
    await bench.look(1);
    expect(
      await submit(
        answers((index) => index % 3 === 0).filter(
          ({ side, item }) => side === "baseline" || !item.endsWith("1"),
        ),
      ),
    ).toBe("taken");
    await bench.look(1);
    expect(await stateOf()).toMatch(/^rejected /);
  });

  it("takes an answer once", async () => {
    await bench.look(1);
    expect(await submit(answers())).toBe("taken");
    expect(await submit(answers())).toBe("results-not-awaited");
    await bench.look(1);
    expect(await submit(answers())).toBe("results-not-awaited");
  });

  it("takes no answer to another question, from elsewhere or too late, and loses nothing by it", async () => {
    await bench.look(1);
    expect(await submit(answers(), { nonce: "unknown" })).toBe("results-not-awaited");
    const elsewhere = { repository_id: "1" };
    expect(await submit(answers(), { claims: elsewhere })).toBe("results-from-elsewhere");
    expect(await submit(answers(), { claims: { run_id: "1" } })).toBe("results-from-elsewhere");
    const { nonce } = asked();
    const token = await issuer.sign({ aud: "omega:other" }, { now: bench.now });
    const forged = await receiveResults(bench.ports, { nonce, token, results: [] });
    expect(forged).toEqual({ ok: false, refusal: "results-token-refused" });
    expect(await submit(answers())).toBe("taken");
  });

  it("ends in no data when nothing comes in time, and says so", async () => {
    await bench.look(1);
    bench.now = instant(bench.now + HOUR + 1);
    expect(await submit(answers())).toBe("results-not-awaited");
    await bench.look(1);
    expect(await stateOf()).toBe("quarantined runner-deadline-passed");
    await bench.look(1);
    expect(dispatches()).toHaveLength(1);
  });

  it("is asked anew when somebody named asks for that", async () => {
    await bench.look(1);
    bench.now = instant(bench.now + HOUR + 1);
    await bench.look(1);
    await bench.ask(1, "re-evaluate");
    await bench.look(1);
    await bench.look(1);
    expect(dispatches()).toHaveLength(2);
    expect(await submit(answers())).toBe("taken");
    await bench.look(1);
    expect(await stateOf()).toBe("quarantined results-unsealed");
  });

  it("keeps nothing of answers to what was not asked", async () => {
    await bench.look(1);
    const [first] = answers();
    if (first === undefined) throw new Error("there are no answers");
    expect(await submit([{ ...first, item: "invented" }])).toBe("taken");
    await bench.look(1);
    expect(await stateOf()).toBe("quarantined results-invalid");
  });

  it("governs that workflow, whether the charter lists it or not", async () => {
    bench.propose(2, {
      ...withRunner(bench.scenario("improve-classifier")),
      [WORKFLOW]: "on: {workflow_dispatch: {}, push: {}}\n",
    });
    await bench.look(2);
    expect(await bench.record(2)).toMatchObject({
      state: "rejected",
      classified: { kind: "mixed" },
    });
  });
});
