import type { Digest } from "../../src/core/kernel/digest.ts";
import { parseSuite, type SuiteItem } from "../../src/core/ir/parse-suite.ts";
import { shardDigest } from "../../src/core/custody/seal.ts";
import { exportLedger } from "../../src/flows/runtime/export-ledger.ts";
import type { Forge } from "../../src/ports/forge.ts";
import type { Log } from "../../src/ports/log.ts";
import type { PullRecord } from "../../src/ports/store/pulls.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { apiRoutes } from "../../src/surfaces/api/routes.ts";
import { ledgerRoutes } from "../../src/surfaces/api/ledger.ts";
import { type Bench, openBench } from "./bench.ts";
import { INSTALLATION } from "./bench-repository.ts";
import type { Files } from "./builders.ts";
import { swiftSandbox } from "./swift-sandbox.ts";

/** Words of a shard: what both versions know, what some candidates learn, what one of them learns. */
type Shard = { readonly known: number; readonly gap: number; readonly rare: number };

/** A sealed suite, and what the rare word means in it. */
export type Hidden = { readonly shards: readonly Shard[]; readonly rareIs?: string };

/** Public items: as many as the guards need, of which some are what candidates can learn. */
const SHOWN: Shard = { known: 67, gap: 30, rare: 12 };

/** All that the proposer could read, part by part. */
export type Heard = {
  readonly parts: ReadonlyMap<string, string>;
  readonly records: readonly PullRecord[];
};

const SYSTEM = "systems/triage";
const WORDS = `${SYSTEM}/data/intents.json`;

const CLASSIFY = `export function run(input, { data }) {
  const known = input.message.split(" ").find((word) => Object.hasOwn(data.intents, word));
  const intent = known === undefined ? "unsure" : data.intents[known];
  return { intent, confidence: known === undefined ? 0.3 : 0.9 };
}
`;

/** Proposes so many changes, lets the app look at each, and reads all that is public. */
export async function proposeAll(
  store: OpenedStore,
  hidden: Hidden,
  mutations: number,
): Promise<Heard> {
  const lines: string[] = [];
  const bench = await openBench(store, {
    sandbox: swiftSandbox,
    log: listeningLog(lines),
    sealedSuites: sealedOf(hidden),
  });
  const base = baseFiles(bench.starter);
  bench.repository.push("main", base);
  await store.transact((tx) => tx.systems.rememberInstallation(bench.repository.id, INSTALLATION));
  const parts = new Map<string, string>();
  const records: PullRecord[] = [];
  for (let number = 1; number <= mutations; number += 1) {
    const from = bench.repository.performed.length;
    bench.propose(number, {
      ...base,
      [WORDS]: JSON.stringify(wordsOf(number, number === mutations)),
    });
    await bench.look(number);
    const record = await bench.record(number);
    if (record !== undefined) records.push(record);
    parts.set(`pull ${number}`, JSON.stringify(bench.repository.performed.slice(from)));
  }
  for (const [name, text] of await readSurfaces(bench)) parts.set(name, text);
  parts.set("log", lines.join("\n"));
  return { parts: named(parts, bench), records };
}

/** The last one learns the rare word; the others the common gap, something wrong, or nothing. */
function wordsOf(number: number, isLast: boolean): Readonly<Record<string, string>> {
  const noise = { [`noise${number}`]: "fees" };
  const known = { alpha: "fees", omega: "login", ...noise };
  if (isLast) return { ...known, rare: "cards" };
  if (number % 10 === 3) return { ...known, beta: "cards" };
  return number % 10 === 7 ? { ...known, alpha: "cards" } : known;
}

function baseFiles(starter: Files): Files {
  const charter = (starter[".omega/charter.yaml"] ?? "")
    .replace("proposals: 14", "proposals: 1000")
    .replace("accepted: 5", "accepted: 1000")
    .replace("drift: 8", "drift: 1000")
    .replace("sealed_pairs: 20000", "sealed_pairs: 1000000")
    .replace("profile: standard", "profile: strict")
    .replace(", cluster: author", "");
  const safety = (starter[`${SYSTEM}/evals/injection.jsonl`] ?? "").split("\n").slice(0, 2);
  return {
    ...starter,
    ".omega/charter.yaml": charter,
    [`${SYSTEM}/tools/classify.js`]: CLASSIFY,
    [WORDS]: JSON.stringify({ alpha: "fees", omega: "login" }),
    [`${SYSTEM}/evals/public.jsonl`]: itemsOf("public", SHOWN).join(""),
    [`${SYSTEM}/evals/injection.jsonl`]: `${safety.join("\n")}\n`,
  };
}

/** Items of one pile; every input is another, though only one word of it counts. */
function itemsOf(pile: string, shard: Shard, rareIs = "cards"): readonly string[] {
  const row = (word: string, intent: string) => (_: unknown, at: number) => {
    const message = `${word} ${pile}${word}${at} ${pile}x${at}`;
    const item = { id: `${pile}-${word}-${at}`, input: { message }, expected: { intent } };
    return `${JSON.stringify(item)}\n`;
  };
  const half = Math.floor(shard.known / 2);
  return [
    ...Array.from({ length: half }, row("alpha", "fees")),
    ...Array.from({ length: shard.known - half }, row("omega", "login")),
    ...Array.from({ length: shard.gap }, row("beta", "cards")),
    ...Array.from({ length: shard.rare }, row("rare", rareIs)),
  ];
}

function sealedOf({ shards, rareIs }: Hidden): Bench["ports"]["sealedSuites"] {
  const salt = "7".repeat(32);
  const piles = shards.map((shard, at) => itemsOf(`hidden${at}`, shard, rareIs));
  const suite = suiteOf(piles.flat());
  const rows = piles.map((pile, at) => {
    const { items } = suiteOf(pile);
    return {
      name: `query-${at + 1}`,
      role: "query",
      digest: shardDigest(salt, items),
      clusters: items.length,
      items: items.map(({ id }) => id),
    };
  });
  const seal = { v: 1, kind: "omega-seal", ref: "triage-2026q4", suite: suite.digest, salt };
  return {
    load: async () => Buffer.from(piles.flat().join("")),
    loadSeal: async () => Buffer.from(JSON.stringify({ ...seal, shards: rows })),
  };
}

function suiteOf(lines: readonly string[]): { items: readonly SuiteItem[]; digest: Digest } {
  const suite = parseSuite("hidden", Buffer.from(lines.join("")));
  if (!suite.ok) throw new Error("the test's suite is no suite");
  return suite.value;
}

/** What everybody who may read the repository gets from the app, and holds no sealed suite for. */
async function readSurfaces(bench: Bench): Promise<readonly (readonly [string, string])[]> {
  const { id } = bench.repository;
  const forge: Forge = {
    ...bench.ports.forge,
    userOf: async () => ({ id: 5, login: "triage-bot[bot]", isBot: true }),
  };
  const ports = { ...bench.ports, forge };
  const [api, ledger] = [apiRoutes(ports), ledgerRoutes(ports)];
  const headers = { authorization: "Bearer of-the-proposer" };
  const texts: [string, string][] = [];
  const pages = [0, 250, 500, 750, 1000].map(
    (from) => `/api/v1/ledger/entries?repository_id=${id}&from=${from}&limit=250`,
  );
  for (const path of [...pages, "/api/v1/ledger/checkpoint"]) {
    texts.push([path, await (await ledger.request(path, { headers })).text()]);
  }
  const rollouts = await Promise.all([3, 13].map((number) => bench.rollout(number)));
  const ids = rollouts.flatMap((rollout) => rollout?.id ?? []);
  const asked = [
    "/api/v1/health",
    `/api/v1/repositories/${id}/guard`,
    ...ids.map((rollout) => `/api/v1/rollouts/${rollout}`),
  ];
  for (const path of asked) texts.push([path, await (await api.request(path, { headers })).text()]);
  let whole = "";
  for await (const line of exportLedger(bench.ports, id)) whole += line;
  return [...texts, ["export", whole]];
}

function listeningLog(lines: string[]): Log {
  const hear = (message: string, fields = {}): void => {
    lines.push(JSON.stringify({ message, ...fields }));
  };
  return { info: hear, warn: hear, error: hear };
}

/** Digests by the order in which they first appear, and the repository without its number. */
function named(parts: ReadonlyMap<string, string>, bench: Bench): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const nameOf = (digest: string): string => {
    const known = names.get(digest) ?? `digest-${names.size}`;
    names.set(digest, known);
    return known;
  };
  const owner = new RegExp(`\\b${bench.repository.id}\\b`, "g");
  return new Map(
    [...parts].map(([name, text]) => [
      name.replace(owner, "repository"),
      text.replace(owner, "repository").replace(/\b[0-9a-f]{64}\b/g, nameOf),
    ]),
  );
}
