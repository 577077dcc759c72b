import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openPurse } from "../../../src/adapters/providers/purse.ts";

const PRICE = { input: 2, output: 10 };
const most = { inputTokens: 100, outputTokens: 50 };

test("a question that is open keeps what it may take from the next one", () => {
  const purse = openPurse({ calls: 10, tokens: 299, usd: 1 });
  const first = purse.hold(most, PRICE);

  expect(first).toBeDefined();
  expect(purse.hold(most, PRICE)).toBeUndefined();
  first?.settle({ inputTokens: 10, outputTokens: 5 });
  expect(purse.hold(most, PRICE)).toBeDefined();
  expect(purse.spent()).toEqual({ calls: 1, tokens: 15, usd: 70 / 1_000_000 });
});

test("a try that no model saw costs a call and nothing else; a broken one costs all", () => {
  const purse = openPurse({ calls: 10, tokens: 1_000, usd: 1 });
  purse.hold(most, PRICE)?.settle("nothing");
  expect(purse.spent()).toEqual({ calls: 1, tokens: 0, usd: 0 });
  purse.hold(most, PRICE)?.settle("all");
  expect(purse.spent()).toEqual({ calls: 2, tokens: 150, usd: 700 / 1_000_000 });
});

test("no order of tries spends more than the budget, whatever each of them takes", () => {
  const tries = fc.array(
    fc.record({
      input: fc.integer({ min: 0, max: 400 }),
      output: fc.integer({ min: 0, max: 400 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      stays: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(tries, (asked) => {
      const budget = { calls: 12, tokens: 2_000, usd: 0.01 };
      const purse = openPurse(budget);
      const open: (() => void)[] = [];
      for (const { input, output, share, stays } of asked) {
        const hold = purse.hold({ inputTokens: input, outputTokens: output }, PRICE);
        const took = {
          inputTokens: Math.floor(input * share),
          outputTokens: Math.floor(output * share),
        };
        const settle = (): void => hold?.settle(took);
        if (stays) open.push(settle);
        else settle();
      }
      for (const settle of open) settle();
      expect(purse.spent().calls).toBeLessThanOrEqual(budget.calls);
      expect(purse.spent().tokens).toBeLessThanOrEqual(budget.tokens);
      expect(purse.spent().usd).toBeLessThanOrEqual(budget.usd + 1e-12);
    }),
  );
});
