import { describe, expect, test } from "vitest";
import { commitAsking, openAsking } from "../../../src/core/evaluation/asking-commitment.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";

const secret = digestOf("the suite");
const headSha = "a".repeat(40);

describe("what the record tells of an asking", () => {
  test.each(["shown", "refuted", "futile", "asked-whole"] as const)(
    "opens to whoever has the suite, when it was %s",
    (because) => {
      const commitment = commitAsking({ units: 75, items: 300, because }, { secret, headSha });
      const locked = { commitment, headSha, items: 300 };
      expect(openAsking(locked, secret)).toEqual({ units: 75, items: 300 });
    },
  );

  test("stays shut for another suite, another head and another size", () => {
    const commitment = commitAsking(
      { units: 75, items: 300, because: "shown" },
      { secret, headSha },
    );
    expect(openAsking({ commitment, headSha, items: 300 }, digestOf("other"))).toBeUndefined();
    expect(openAsking({ commitment, headSha, items: 299 }, secret)).toBeUndefined();
    const elsewhere = { commitment, headSha: "b".repeat(40), items: 300 };
    expect(openAsking(elsewhere, secret)).toBeUndefined();
  });
});
