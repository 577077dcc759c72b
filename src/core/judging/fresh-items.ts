type Item = { readonly id: string; readonly cluster: string };

export type Fresh<Kind extends Item> = {
  readonly kind: "epochs" | "shard";
  readonly items: readonly Kind[];
};

/**
 * What a second run asks: as many items as the first, of clusters of which it has asked none, in the
 * suite's own order. Where fewer than half as many are left, the first run's items once more.
 */
export function freshItems<Kind extends Item>(
  suite: readonly Kind[],
  asked: ReadonlySet<string>,
): Fresh<Kind> {
  const known = suite.filter(({ id }) => asked.has(id));
  const met = new Set(known.map(({ cluster }) => cluster));
  const unmet = suite.filter(({ cluster }) => !met.has(cluster)).slice(0, known.length);
  return unmet.length * 2 >= known.length && unmet.length > 0
    ? { kind: "shard", items: unmet }
    : { kind: "epochs", items: known };
}
