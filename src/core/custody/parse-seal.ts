import { z } from "zod";
import type { Suite, SuiteItem } from "../ir/parse-suite.ts";
import { type Digest, digestOf, isDigest } from "../kernel/digest.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { MOST_SEALED_BYTES } from "./sealed-files.ts";
import { queryShards, type Seal, shardDigest } from "./seal.ts";

const digest = z.string().refine(isDigest);

const schema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("omega-seal"),
  ref: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  suite: digest,
  salt: z.string().regex(/^[0-9a-f]{32,128}$/),
  shards: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
        role: z.enum(["query", "audit"]),
        digest,
        clusters: z.number().int().min(1),
        items: z.array(z.string().min(1).max(200)).min(1),
      }),
    )
    .min(1)
    .max(1_000),
});

/** Why a seal is not one, or not this suite's. Neither says anything of the items. */
export type SealProblem = "seal-malformed" | "suite-exchanged" | "items-astray";

/**
 * Reads the custody of a suite and holds it against the suite's own bytes. An item that no shard or
 * more than one has, a shard whose items changed, or another suite is refused: the place of an item
 * decides who ever sees what it says.
 */
export function parseSeal(bytes: Uint8Array, suite: Suite): Result<Seal, SealProblem> {
  const parsed = schema.safeParse(bytes.length > MOST_SEALED_BYTES ? undefined : jsonIn(bytes));
  if (!parsed.success) return refused("seal-malformed");
  const { ref, salt, shards, ...rest } = parsed.data;
  if (rest.suite !== suite.digest) return refused("suite-exchanged");
  const seal = {
    ref,
    salt,
    suite: rest.suite,
    shards: shards.map(({ name, role, digest, items }) => ({ name, role, digest, items })),
  };
  return isWhole(seal, suite) ? accepted(seal) : refused("items-astray");
}

/** A suite and its custody as they lie in their home, read or not. */
type SealedBytes = {
  readonly suite: Uint8Array | undefined;
  readonly seal: Uint8Array | undefined;
};

/**
 * What is known of a sealed suite, where that still names it or a shard that gates may ask; else the
 * name of its bytes, and none where there is no suite. A seal of another suite names nothing: whoever
 * asks the suite is told that they do not fit.
 */
export function sealedName(
  { suite, seal }: SealedBytes,
  known: Digest | undefined,
): Digest | undefined {
  if (suite === undefined) return undefined;
  const own = digestOf(suite);
  const parsed = schema.safeParse(seal === undefined ? undefined : jsonIn(seal));
  if (!parsed.success || parsed.data.suite !== own) return own;
  return queryShards(parsed.data).some(({ digest }) => digest === known) ? known : own;
}

/** The items of a shard, in its order; fewer where the suite has not all of them. */
export function itemsOf(
  shard: { readonly items: readonly string[] },
  suite: { readonly items: readonly SuiteItem[] },
): readonly SuiteItem[] {
  const byId = new Map(suite.items.map((item) => [item.id, item]));
  return shard.items.flatMap((id) => byId.get(id) ?? []);
}

function isWhole({ salt, shards }: Seal, suite: Suite): boolean {
  const placed = shards.flatMap(({ items }) => items);
  const isOnce = new Set(placed).size === placed.length && placed.length === suite.items.length;
  return (
    isOnce &&
    shards.filter(({ role }) => role === "audit").length <= 1 &&
    !hasSplitCluster(shards, suite) &&
    shards.every((shard) => shardDigest(salt, itemsOf(shard, suite)) === shard.digest)
  );
}

function hasSplitCluster(shards: Seal["shards"], suite: Suite): boolean {
  const homes = new Map<string, string>();
  for (const shard of shards) {
    for (const { cluster } of itemsOf(shard, suite)) {
      if ((homes.get(cluster) ?? shard.name) !== shard.name) return true;
      homes.set(cluster, shard.name);
    }
  }
  return false;
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
