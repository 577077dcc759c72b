import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStarter } from "../../src/adapters/starter/open-starter.ts";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { pullNumber, repositoryId } from "../../src/core/kernel/ids.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { startApp } from "../../src/local/demo/app-process.ts";
import { review } from "../../src/local/demo/review.ts";
import { TEMPLATES } from "../../src/local/demo/world.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { CHAT_COMPLETIONS } from "../support/models/chat-completions.ts";
import { MESSAGES } from "../support/models/messages.ts";
import { type Asked, type ModelServer, startModelServer } from "../support/models/model-server.ts";
import { expectNothingTwice, expectOneStory, verifiedRecord } from "../support/nothing-twice.ts";

/** Two evaluations of some thousand questions and four starts, on a machine that may be busy. */
const MINUTES = 600_000;
const KEY = "sk-local-0123456789-do-not-tell";
const SYSTEM = "systems/triage/system.yaml";
const PUBLIC = "systems/triage/evals/public.jsonl";

/** One of so many public items stays: asking is what takes time here, and these suffice for the gate. */
const THINNED = 2;

/** Items of a batch whose answers a kill may lose: they are asked again, and no others. */
const BATCH = 25;

const SUITES = ["public", "sealed"] as const;

/**
 * So many items of a suite are asked when the app dies, some of which are kept by then and some are
 * not; or all are, and the judge's first question waits.
 */
type Death = readonly [at: (typeof SUITES)[number] | "judge", asked: number];

const NEVER: Death = ["judge", Infinity];

const DEATHS: readonly Death[] = [
  ["public", 60],
  ["sealed", 90],
  ["judge", 1],
];

/** One evaluation of the same change by a process of its own, with everybody it talks to. */
type Stand = {
  readonly desk: Desk;
  /** The provider of the agent's model: whatever is asked of either version comes by here. */
  readonly agent: ModelServer;
  readonly pull: number;
  /** Whether the next of the deaths is due: the app waits for an answer that does not come. */
  readonly isHeld: () => boolean;
  restart(): Promise<void>;
  close(): Promise<void>;
};

const SILENCE = { kind: "silence", after: 0 } as const;

/** The starter, but for its two templates: what it replies is left to a model. */
async function files(): Promise<Readonly<Record<string, string>>> {
  const starter = Object.fromEntries(await openStarter().files());
  const lines = (starter[PUBLIC] ?? "").trimEnd().split("\n");
  const system = (starter[SYSTEM] ?? "")
    .replace(", optional: true", "")
    .replaceAll(
      /\{kind: template, prompt: (reply|refusal)\}/g,
      "{kind: model, model: fast, prompt: $1, output: reply}",
    );
  const kept = lines.filter((_, index) => index % THINNED === 0);
  return { ...starter, [SYSTEM]: system, [PUBLIC]: `${kept.join("\n")}\n` };
}

function messagesOf(suite: string): ReadonlySet<string> {
  const lines = suite.trimEnd().split("\n");
  return new Set(lines.map((line) => JSON.parse(line).input.message));
}

function providers(agent: ModelServer, judge: ModelServer): Readonly<Record<string, string>> {
  const free = { input: 0, output: 0 };
  return {
    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: agent.baseUrl,
    OPENAI_COMPATIBLE_API_KEY: KEY,
    OPENAI_COMPATIBLE_BASE_URL: judge.baseUrl,
    AGENT_OMEGA_MODEL_CALLS: "9000",
    AGENT_OMEGA_MODEL_TOKENS: "90000000",
    AGENT_OMEGA_MODEL_PRICES: JSON.stringify({
      "anthropic/claude-haiku-4-5": free,
      "openai-compatible/plain-reader": free,
    }),
  };
}

/** What the user said last, in either dialect. */
function told(messages: unknown): string {
  const last: { content: string | { text: string }[] } = Object(messages).at(-1);
  return typeof last.content === "string"
    ? last.content
    : last.content.map(({ text }) => text).join("");
}

const messageOf = (body: Asked["body"]): string => JSON.parse(told(body["messages"])).message;

async function openStand(deaths: readonly Death[]): Promise<Stand> {
  const begun = await files();
  const sealed = await readFile(join(TEMPLATES, "sealed", "triage-2026q4.jsonl"), "utf8");
  const suites = { public: messagesOf(begun[PUBLIC] ?? ""), sealed: messagesOf(sealed) };
  const seen = { public: new Set(), sealed: new Set(), judge: new Set() };
  const waiting = [...deaths];
  let held: number | undefined;
  const agent: ModelServer = await startModelServer(MESSAGES, KEY, (body) => {
    const message = messageOf(body);
    for (const suite of SUITES) if (suites[suite].has(message)) seen[suite].add(message);
    const [at, asked] = waiting[0] ?? NEVER;
    if (seen[at].size === asked) {
      waiting.shift();
      held = agent.asked.length;
      agent.next(SILENCE);
    }
    return "A person will write to you.";
  });
  const judge = await startModelServer(CHAT_COMPLETIONS, KEY, ({ messages }) =>
    review(told(messages)),
  );
  if (deaths.some(([at]) => at === "judge")) judge.next(SILENCE);
  const desk = await openDesk({
    files: begun,
    start: ({ environment, ...settings }) =>
      startApp({ ...settings, environment: { ...environment, ...providers(agent, judge) } }),
  });
  return {
    desk,
    agent,
    pull: await desk.propose(await desk.scenario("improve-classifier")),
    isHeld: () => judge.asked.length > 0 || agent.asked.length > (held ?? Infinity),
    restart: async () => {
      held = undefined;
      await desk.restartApp();
    },
    close: async () => {
      await desk.close();
      await Promise.all([agent.close(), judge.close()]);
    },
  };
}

/** Waits for its next death, unless the pull request has its verdict and none can come. */
async function untilHeld({ desk, pull, isHeld }: Stand): Promise<void> {
  await desk.see(pull, ({ state, texts }) => {
    if (!isHeld() && ["accepted", "rejected", "quarantined"].includes(state ?? "")) {
      throw new Error(`nobody was asked: ${texts["omega / decision"] ?? state}`);
    }
    return isHeld();
  });
}

/** What is decided and what was paid, by record and purse, once nobody works on them any more. */
async function whatIsLeft({ desk, pull }: Stand) {
  const record = await verifiedRecord(desk);
  expectOneStory(record, pull);
  const entry = record.find(({ kind, subject }) => kind === "decision" && subject.pull === pull);
  const { base_sha: _ofItsOwn, ...told } = entry?.body ?? {};
  await desk.app.stop();
  const store = await openStore({ dataDirectory: desk.environment["AGENT_OMEGA_DATA_DIR"] ?? "" });
  const id = repositoryId(desk.repositoryId);
  const [kept, spent] = await store.transact(async (tx) => [
    await tx.pulls.load({ repositoryId: id, pull: pullNumber(pull) }),
    await tx.budgets.spentSince(id, ["triage"], instant(0)),
  ]);
  await store.close();
  const { ruling, reason, bar, eValue, asking } = kept?.decision ?? {};
  const purse = spent.filter(({ kind }) => kind.startsWith("sealed-"));
  return {
    entry: told,
    decision: { ruling, reason, bar, eValue, asking },
    purse: Object.fromEntries(purse.map(({ kind, amount }) => [kind, amount])),
  };
}

/** What each process asked of the agent's model, and what is left when the last of them has decided. */
async function evaluated(deaths: readonly Death[]) {
  const stand = await openStand(deaths);
  const { desk, agent, pull } = stand;
  try {
    const lives: (readonly string[])[] = [];
    const endLife = (): void => {
      const before = lives.flat().length;
      lives.push(agent.asked.slice(before).map(({ body }) => messageOf(body)));
    };
    for (let died = 0; died < deaths.length; died += 1) {
      await untilHeld(stand);
      endLife();
      await stand.restart();
    }
    await desk.see(pull, ({ state }) => state === "accepted");
    endLife();
    await expectNothingTwice(desk, pull);
    return { lives, left: await whatIsLeft(stand) };
  } finally {
    await stand.close();
  }
}

const distinct = (messages: readonly string[]): readonly string[] => [...new Set(messages)];

/** A kill takes no more than a batch, and the newest: whatever was kept is never asked again. */
function expectNoneAgain(before: readonly string[], after: readonly string[]): void {
  const asked = distinct(before);
  const again = asked.filter((message) => after.includes(message));
  expect(again.length).toBeLessThanOrEqual(BATCH);
  expect(again).toEqual(asked.slice(asked.length - again.length));
}

describe("an app killed while it asks the public suite, the sealed one, and before it decides", () => {
  it(
    "asks nothing again that was kept, and comes to what one that lives comes to",
    async () => {
      const living = await evaluated([]);
      const killed = await evaluated(DEATHS);

      expect(killed.left).toEqual(living.left);
      const { entry, decision, purse } = killed.left;
      expect([entry["decision"], decision.ruling]).toEqual(["accept", "accept"]);
      expect(decision.eValue).toBeGreaterThanOrEqual(decision.bar ?? Infinity);
      expect(purse["sealed-pairs"]).toBeGreaterThan(DEATHS[1]?.[1] ?? Infinity);
      expect(killed.lives).toHaveLength(4);
      const [first = [], second = [], third = [], last] = killed.lives;
      expectNoneAgain(first, [...second, ...third]);
      expectNoneAgain([...first, ...second], third);
      expect(last).toEqual([]);
      expect(distinct(killed.lives.flat())).toEqual(distinct(living.lives.flat()));
    },
    MINUTES,
  );
});
