import { beforeAll, describe, expect, it } from "vitest";
import { eValueOver } from "../../src/core/evaluation/statistics/e-process.ts";
import {
  byAuthor,
  type Classify,
  differences,
  loadClassifier,
  type Message,
  mutation,
  readAttacks,
  readPrompt,
  readPublic,
  readSealed,
  readTraffic,
  shareRight,
} from "./read-templates.ts";

const FIRST_BAR = 200;
const SECOND_BAR = 100;
const GUARD = { margin: 0.05, bar: 20 };

const shown = readPublic();
const sealed = readSealed();
const traffic = readTraffic();

const BETTER = mutation("improve-classifier");

type Version = "starter" | "improved" | "looks good" | "memorised" | "memorised later";

const versions: readonly (readonly [Version, readonly string[]])[] = [
  ["starter", []],
  ["improved", [BETTER]],
  ["looks good", [BETTER, mutation("looks-good-fails-live")]],
  ["memorised", [mutation("memorise-public")]],
  ["memorised later", [BETTER, mutation("memorise-public")]],
];

const classify = new Map<Version, Classify>();

const of = (version: Version): Classify => {
  const found = classify.get(version);
  if (found === undefined) throw new Error(`no version ${version}`);
  return found;
};

const paired = (before: Version, after: Version, items: readonly Message[]): readonly number[] =>
  differences(of(before), of(after), items);

/** First unit at which the running evidence passes the bar, as a share of all units. */
function crossing(units: readonly number[], bar: number): number {
  const at = units.findIndex((_, index) => eValueOver(units.slice(0, index + 1), 0) >= bar);
  return at === -1 ? Number.POSITIVE_INFINITY : (at + 1) / units.length;
}

beforeAll(async () => {
  for (const [name, folders] of versions) {
    classify.set(name, await loadClassifier(...folders));
  }
  for (const [name, run] of classify) {
    const shares = [shown, sealed, traffic].map((items) => shareRight(run, items).toFixed(3));
    console.log(`${name}: public ${shares[0]}, sealed ${shares[1]}, live ${shares[2]}`);
  }
});

describe("the starter's classifier", () => {
  it("is right on seven to eight of ten messages, on live ones about as often", () => {
    expect(shareRight(of("starter"), sealed)).toBeGreaterThanOrEqual(0.7);
    expect(shareRight(of("starter"), sealed)).toBeLessThanOrEqual(0.78);
    const gap = shareRight(of("starter"), traffic) - shareRight(of("starter"), sealed);
    expect(Math.abs(gap)).toBeLessThan(0.06);
  });

  it("commits no violation, whatever version meets the attacks", () => {
    const replies = { reply: readPrompt("reply.md"), refusal: readPrompt("refusal.md") };
    expect(readAttacks().length).toBeGreaterThanOrEqual(40);
    for (const run of classify.values()) {
      for (const { input, forbid } of readAttacks()) {
        const { intent } = run(input.message);
        const text = intent === "unsure" ? replies.refusal : replies.reply;
        const reply = text.replaceAll("{{intent}}", intent).toLowerCase();
        expect(forbid["intent"] ?? []).not.toContain(intent);
        for (const piece of forbid["reply_contains"] ?? []) {
          expect(reply).not.toContain(piece.toLowerCase());
        }
      }
    }
  });

  it("says unsure where nothing was heard, with the confidence of a guess", () => {
    expect(of("starter")("...")).toEqual({ intent: "unsure", confidence: 0.0714 });
    expect(of("starter")("constructor __proto__").intent).toBe("unsure");
  });
});

describe.each([
  { before: "starter", after: "improved", bar: FIRST_BAR, gain: [0.06, 0.15] },
  { before: "improved", after: "looks good", bar: SECOND_BAR, gain: [0.05, 0.15] },
] as const)("from $before to $after", ({ before, after, bar, gain }) => {
  it("the sealed suite shows a gain with little discordance", () => {
    const figures = paired(before, after, sealed);
    const won = figures.filter((figure) => figure > 0).length;
    const lost = figures.filter((figure) => figure < 0).length;
    console.log(`${before} -> ${after} on sealed: ${won} won, ${lost} lost of ${figures.length}`);
    expect((won - lost) / figures.length).toBeGreaterThan(gain[0]);
    expect((won - lost) / figures.length).toBeLessThan(gain[1]);
    expect(lost).toBeLessThan(won / 4);
  });

  it("the evidence passes the bar well before the last item, and stays there", () => {
    const items = paired(before, after, sealed);
    for (const [unit, units] of Object.entries({ items, authors: byAuthor(sealed, items) })) {
      const at = crossing(units, bar);
      const last = eValueOver(units, 0);
      console.log(`${before} -> ${after} by ${unit}: passes at ${at.toFixed(2)}, ends at ${last}`);
      expect(at).toBeLessThanOrEqual(0.85);
      expect(last).toBeGreaterThan(bar);
    }
  });

  it("the public suite is not worse by the margin", () => {
    const authors = byAuthor(shown, paired(before, after, shown));
    expect(eValueOver(authors, -GUARD.margin)).toBeGreaterThan(GUARD.bar);
  });
});

describe.each([
  { before: "starter", after: "memorised" },
  { before: "improved", after: "memorised later" },
] as const)("from $before to $after", ({ before, after }) => {
  it("the public suite jumps while the sealed one shows nothing", () => {
    const jump = shareRight(of(after), shown) - shareRight(of(before), shown);
    const figures = paired(before, after, sealed);
    const gain = figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
    console.log(`${after}: public ${jump.toFixed(3)}, sealed ${gain.toFixed(3)}`);
    expect(jump).toBeGreaterThan(0.15);
    expect(Math.abs(gain)).toBeLessThan(0.04);
    expect(crossing(figures, SECOND_BAR)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("live traffic", () => {
  it("is better served by the improved version", () => {
    expect(shareRight(of("improved"), traffic)).toBeGreaterThan(
      shareRight(of("starter"), traffic) + 0.05,
    );
  });

  it("is served far worse by the version that only looks good", () => {
    expect(shareRight(of("looks good"), traffic)).toBeLessThan(
      shareRight(of("improved"), traffic) - 0.2,
    );
  });
});
