import type { Digest } from "../kernel/digest.ts";
import { queryShards, type Seal, type Shard } from "./seal.ts";
import { isOpen, type ShardUse } from "./shard-use.ts";

export type Taken = {
  readonly active: Shard;
  /** True when the pair has had a word of it. */
  readonly isOwn: boolean;
  /** Open shards after it, from which a second measuring may take fresh items. */
  readonly spare: readonly Shard[];
};

/**
 * The shard that a pair is asked on: the one that has told it something, so that its evidence goes on
 * where it was, else the first that still may say a word. The audit shard never.
 */
export function takeShard(
  seal: Pick<Seal, "shards">,
  uses: ReadonlyMap<Digest, ShardUse>,
): Taken | undefined {
  const shards = queryShards(seal);
  const open = shards.filter(({ digest }) => {
    const use = uses.get(digest);
    return use === undefined || isOpen(use);
  });
  const own = shards.find(({ digest }) => uses.get(digest)?.isOwn === true);
  const active = own ?? open[0];
  if (active === undefined) return undefined;
  return { active, isOwn: own !== undefined, spare: open.filter((shard) => shard !== active) };
}
