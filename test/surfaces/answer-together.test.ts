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
  it("answers the first at once, and whoever asks meanwhile in one batch after it", async () => {
    const { ask, batch, batches } = openDesk();
    const answers = Promise.all([ask("a1"), ask("a2"), ask("a3")]);
    expect((await batch(0)).asked).toEqual(["a1"]);
    expect(batches).toHaveLength(1);
    (await batch(0)).settle();
    expect((await batch(1)).asked).toEqual(["a2", "a3"]);
    (await batch(1)).settle();

    expect(await answers).toEqual(["A1", "A2", "A3"]);
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
    (await batch(0)).settle();
    const second = await batch(1);
    expect(second.asked).toEqual(["a2", "a3"]);
    second.fail();
    (await batch(2)).settle();

    expect(await Promise.all(asked)).toEqual(["A1", "failed", "failed", "A4"]);
  });
});
