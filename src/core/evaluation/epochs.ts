import type { SuiteItem } from "../ir/parse-suite.ts";

/**
 * An item as it is asked. Where the charter has items asked several times, each asking is a question
 * of its own, with its own seed, answer and price; together they are one unit of evidence.
 */
export type AskedItem = SuiteItem & {
  /** Absent at the first asking. */
  readonly again?: { readonly of: string; readonly epoch: number };
};

/** The name under which an item is asked for the n-th time; the first time it is the item's own. */
export function epochId(id: string, epoch: number): string {
  return epoch === 1 ? id : `${id}#${epoch}`;
}

/** Each item so many times, one asking behind the other, so that no look falls between them. */
export function overEpochs(items: readonly SuiteItem[], epochs: number): readonly AskedItem[] {
  if (epochs === 1) return items;
  return items.flatMap((item) =>
    Array.from({ length: epochs }, (_, at): AskedItem => {
      const epoch = at + 1;
      if (epoch === 1) return item;
      return { ...item, id: epochId(item.id, epoch), again: { of: item.id, epoch } };
    }),
  );
}

/** What the suite calls an item, however often it is asked. */
export function ownId({ id, again }: AskedItem): string {
  return again?.of ?? id;
}

/** Whether two askings would have one name, because an item is called as another's repetition. */
export function areConfused(asked: readonly AskedItem[]): boolean {
  return new Set(asked.map(({ id }) => id)).size < asked.length;
}
