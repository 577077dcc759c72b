import { type OpenedStore, openStore } from "../../../src/adapters/store/open-store.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { draftOf } from "../../../src/core/ledger/drafts.ts";
import { planInclusion, proofHashes } from "../../../src/core/ledger/proofs.ts";
import type { Bar } from "../bars.ts";
import { ascending, percentile, type Sample } from "../measure.ts";
import { optionOf } from "../options.ts";

const APPENDS = 1_000;
const ENTRIES = 1_000_000;
const PROOFS = 1_000;

/**
 * What it costs to append an entry in a transaction of its own, and to prove one in a large log as
 * `/api/v1/ledger/proof` does. On `TEST_DATABASE_URL` where that is set, in memory otherwise.
 * `--entries <n>` for a smaller log.
 */
export async function benchLedger(options: readonly string[]): Promise<readonly Bar[]> {
  const entries = Number(optionOf(options, "--entries") ?? ENTRIES);
  const databaseUrl = process.env["TEST_DATABASE_URL"];
  const store = await openStore(databaseUrl === undefined ? { memory: true } : { databaseUrl });
  try {
    const appends = await timed(APPENDS, (at) => append(store, at));
    await grow(store, entries);
    const proofs = await timed(PROOFS, (at) => prove(store, entries, at));
    return [
      barOf(`append on ${store.kind}, p95 ≤ 10 ms`, appends, 10),
      barOf(`inclusion proof at ${entries.toLocaleString("en")} entries, p95 ≤ 5 ms`, proofs, 5),
    ];
  } finally {
    await store.close();
  }
}

async function timed(times: number, once: (at: number) => Promise<unknown>): Promise<Sample> {
  const durations: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const begun = performance.now();
    await once(at);
    durations.push(performance.now() - begun);
  }
  return ascending(durations);
}

function append(store: OpenedStore, at: number): Promise<unknown> {
  const about = { at: instant(at), subject: { repository_id: 1, pull: 1 } };
  return store.transact((tx) =>
    tx.ledger.append(draftOf("delivery", about, { delivery: `delivery-${at}`, hint: "look" })),
  );
}

/** Rows and nodes as the app writes them, but for their text, which no proof reads. */
async function grow(store: OpenedStore, entries: number): Promise<void> {
  await store.executeSql(
    `insert into ledger_entries (seq, leaf, repository_id, text)
     select seq, encode(sha256(seq::text::bytea), 'hex'), 1, '{}'
     from generate_series((select size from ledger_head), $1::bigint - 1) as seq`,
    [entries],
  );
  await store.executeSql(nodesOver(1, "(select seq as at, leaf as hash from ledger_entries)"));
  for (let level = 2; 2 ** level <= entries; level += 1) {
    const below = `(select at, hash from ledger_nodes where level = ${level - 1})`;
    await store.executeSql(nodesOver(level, below));
  }
}

function nodesOver(level: number, below: string): string {
  const bytes = String.raw`'\x01'::bytea || decode(l.hash, 'hex') || decode(r.hash, 'hex')`;
  return `insert into ledger_nodes
     select ${level}, l.at / 2, encode(sha256(${bytes}), 'hex')
     from ${below} l join ${below} r on r.at = l.at + 1 where l.at % 2 = 0
     on conflict do nothing`;
}

function prove(store: OpenedStore, entries: number, at: number): Promise<unknown> {
  const plan = planInclusion(Math.floor((entries / PROOFS) * at), entries);
  return store.transact(async ({ ledger }) =>
    proofHashes(plan, await ledger.subtrees(plan.flat())),
  );
}

function barOf(what: string, sample: Sample, most: number): Bar {
  const [p50, p95, max] = [percentile(sample, 0.5), percentile(sample, 0.95), sample.at(-1) ?? 0];
  const found = `p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, longest ${max.toFixed(2)} ms`;
  return { what, found, held: p95 <= most };
}
