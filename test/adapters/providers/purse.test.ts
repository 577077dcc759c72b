import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openPurse } from "../../../src/adapters/providers/purse.ts";

const PRICE = { input: 2, output: 10 };
const most = { inputTokens: 100, outputTokens: 50 };

test("a question that is open keeps what it may take from the next one", async () => {
  const purse = openPurse({ calls: 10, tokens: 299, usd: 1 });
  const first = await purse.hold(most, PRICE);

  expect(first).toBeDefined();
  expect(await purse.hold(most, PRICE)).toBeUndefined();
  await first?.settle({ inputTokens: 10, outputTokens: 5 });
  expect(await purse.hold(most, PRICE)).toBeDefined();
  expect(purse.spent()).toEqual({ calls: 1, tokens: 15, usd: 70 / 1_000_000 });
});

test("a try that no model saw costs a call and nothing else; a broken one costs all", async () => {
  const purse = openPurse({ calls: 10, tokens: 1_000, usd: 1 });
  await (await purse.hold(most, PRICE))?.settle("nothing");
  expect(purse.spent()).toEqual({ calls: 1, tokens: 0, usd: 0 });
  await (await purse.hold(most, PRICE))?.settle("all");
  expect(purse.spent()).toEqual({ calls: 2, tokens: 150, usd: 700 / 1_000_000 });
});

test("no order of tries spends more than the budget, whatever each of them takes", async () => {
  const tries = fc.array(
    fc.record({
      input: fc.integer({ min: 0, max: 400 }),
      output: fc.integer({ min: 0, max: 400 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      stays: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(tries, async (asked) => {
      const budget = { calls: 12, tokens: 2_000, usd: 0.01 };
      const purse = openPurse(budget);
      const open: (() => Promise<void> | undefined)[] = [];
      for (const { input, output, share, stays } of asked) {
        const hold = await purse.hold({ inputTokens: input, outputTokens: output }, PRICE);
        const took = {
          inputTokens: Math.floor(input * share),
          outputTokens: Math.floor(output * share),
        };
        const settle = () => hold?.settle(took);
        if (stays) open.push(settle);
        else await settle();
      }
      for (const settle of open) await settle();
      expect(purse.spent().calls).toBeLessThanOrEqual(budget.calls);
      expect(purse.spent().tokens).toBeLessThanOrEqual(budget.tokens);
      expect(purse.spent().usd).toBeLessThanOrEqual(budget.usd + 1e-12);
    }),
  );
});

test("an account books the most of each try before it is made, and gets back what it did not cost", async () => {
  const told: number[] = [];
  const account = {
    book: (usdMicros: number) => Promise.resolve(told.push(usdMicros) < 5),
    giveBack: (usdMicros: number) => Promise.resolve(void told.push(-usdMicros)),
  };
  const purse = openPurse({ calls: 10, tokens: 10_000, usd: 1 }, account);
  const first = await purse.hold(most, PRICE);
  await first?.settle({ inputTokens: 10, outputTokens: 5 });
  await (await purse.hold(most, PRICE))?.settle("all");
  await (
    await purse.hold({ inputTokens: 1, outputTokens: 1 }, { input: 0.05, output: 0.4 })
  )?.settle("nothing");
  expect(told).toEqual([700, -630, 700, 1, -1]);

  expect(await purse.hold(most, PRICE)).toBeUndefined();
  expect(purse.spent().calls).toBe(3);
});

test("an account is not asked about what costs nothing", async () => {
  const account = {
    book: () => Promise.resolve(false),
    giveBack: () => Promise.reject(new Error("nothing was booked")),
  };
  const purse = openPurse({ calls: 10, tokens: 10_000, usd: 0 }, account);
  const hold = await purse.hold(most, { input: 0, output: 0 });
  await hold?.settle({ inputTokens: 10, outputTokens: 5 });

  expect(hold).toBeDefined();
});
