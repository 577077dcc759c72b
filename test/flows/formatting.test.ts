import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { type Bench, openBench } from "../support/bench.ts";

const DEFINITION = "systems/triage/system.yaml";

let store: OpenedStore;
let bench: Bench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openBench(store);
});

const spends = () =>
  bench.read((tx) => tx.budgets.spentSince(bench.repository.id, ["triage"], instant(0)));

/** The definition with something about its text changed, and nothing about what it says. */
async function propose(change: (text: string) => string): Promise<string | undefined> {
  const text = bench.starter[DEFINITION] ?? "";
  const changed = change(text);
  expect(changed).not.toBe(text);
  bench.propose(1, { ...bench.starter, [DEFINITION]: changed });
  await bench.look(1);
  return (await bench.record(1))?.state;
}

const blocks = (text: string): readonly string[] => text.split(/\n(?=[a-z]+:)/);

describe("a pull request that changes formatting alone", () => {
  it.each<[string, (text: string) => string]>([
    [
      "comments",
      (text) => `# Another remark.\n${text.replace("\ncontract:", "\n# Here.\ncontract:")}`,
    ],
    ["blank lines", (text) => text.replaceAll(/\n(?=[a-z]+:)/g, "\n\n\n")],
    [
      "the order of keys",
      (text) => {
        const [first = "", second = "", ...rest] = blocks(text.trimEnd());
        return `${[first, second, ...rest.toReversed()].join("\n")}\n`;
      },
    ],
    ["quotes", (text) => text.replace("kind: System", 'kind: "System"')],
  ])("by %s passes as no mutation, and no budget knows of it", async (_what, change) => {
    expect(await propose(change)).toBe("not-a-mutation");

    expect(await spends()).toEqual([]);
  });

  it("costs nothing by a second look either, nor does a draft of it", async () => {
    bench.propose(1, {
      ...bench.starter,
      [DEFINITION]: `# A remark.\n${bench.starter[DEFINITION]}`,
    });
    bench.repository.change(1, { isDraft: true });
    await bench.look(1);
    bench.repository.change(1, { isDraft: false });
    await bench.look(1);

    expect(await spends()).toEqual([]);
  });

  it("is told from one that moves a value, which costs a slot", async () => {
    await propose((text) => text.replace("value: 1.5", "value: 1.6"));

    expect((await spends()).map(({ kind }) => kind)).toContain("proposal");
  });
});
