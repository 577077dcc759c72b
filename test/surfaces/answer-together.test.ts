import { describe, expect, it, vi } from "vitest";
import { answerTogether } from "../../src/surfaces/answer-together.ts";

type Batch = { readonly asked: readonly string[]; settle(): void; fail(): void };

/** A desk whose batches wait until the test lets them go; answers shout the question. */
function openDesk(most = 10) {
  const batches: Batch[] = [];
  const ask = answerTogether<string, string>({
    keyOf: (question) => question.slice(0, 1),
    answer: (asked) =>
      new Promise((resolve, reject) => {
        batches.push({
          asked,
          settle: () => resolve(asked.map((question) => question.toUpperCase())),
          fail: () => reject(new Error("the store is away")),
        });
      }),
    most,
  });
  const batch = (index: number) => vi.waitUntil(() => batches[index]);
  return { ask, batch, batches };
}

describe("answering together", () => {
  it("answers those who ask at once in one batch, and whoever asks meanwhile in the next", async () => {
    const { ask, batch, batches } = openDesk();
    const first = Promise.all([ask("a1"), ask("a2")]);
    expect((await batch(0)).asked).toEqual(["a1", "a2"]);
    const second = Promise.all([ask("a3"), ask("a4")]);
    expect(batches).toHaveLength(1);
    (await batch(0)).settle();
    expect(await first).toEqual(["A1", "A2"]);
    expect((await batch(1)).asked).toEqual(["a3", "a4"]);
    (await batch(1)).settle();

    expect(await second).toEqual(["A3", "A4"]);
  });

  it("lets no key wait for another, and begins anew where nobody waits", async () => {
    const { ask, batch } = openDesk();
    const [first, second] = [ask("a1"), ask("b1")];
    (await batch(1)).settle();
    expect(await second).toBe("B1");
    (await batch(0)).settle();
    expect(await first).toBe("A1");

    const third = ask("a2");
    (await batch(2)).settle();
    expect(await third).toBe("A2");
  });

  it("keeps to its bound, and gives a fault to those of its batch only", async () => {
    const { ask, batch } = openDesk(2);
    const asked = ["a1", "a2", "a3", "a4"].map((question) => ask(question).catch(() => "failed"));
    const first = await batch(0);
    expect(first.asked).toEqual(["a1", "a2"]);
    first.fail();
    (await batch(1)).settle();

    expect(await Promise.all(asked)).toEqual(["failed", "failed", "A3", "A4"]);
  });
});
