import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenedStore, openStore } from "../../src/adapters/store/open-store.ts";
import { type Heard, type Hidden, proposeAll } from "../support/watched-proposer.ts";

/** Hundreds of changes go through all gates, on a machine that may be busy. */
const PATIENCE = 600_000;

/** Sizes are equal, because they are public; what stands in the shards is not. */
const FIRST: Hidden = {
  shards: [
    { known: 23, gap: 21, rare: 17 },
    { known: 20, gap: 22, rare: 19 },
    { known: 21, gap: 23, rare: 17 },
    { known: 19, gap: 24, rare: 18 },
  ],
};
const SECOND: Hidden = {
  shards: [
    { known: 19, gap: 23, rare: 19 },
    { known: 22, gap: 21, rare: 18 },
    { known: 20, gap: 21, rare: 20 },
    { known: 23, gap: 20, rare: 18 },
  ],
};
const SIZE = 61;

const MUTATIONS = 100;

/** Enough to come to a word that only the last of them teaches. */
const FEW = 12;

const stores: OpenedStore[] = [];
let first: Heard;
let second: Heard;

async function hear(hidden: Hidden, mutations: number): Promise<Heard> {
  const store = await openStore({ memory: true });
  stores.push(store);
  return proposeAll(store, hidden, mutations);
}

beforeAll(async () => {
  first = await hear(FIRST, MUTATIONS);
  second = await hear(SECOND, MUTATIONS);
}, PATIENCE);
afterAll(() => Promise.all(stores.map((store) => store.close())));

const endings = ({ records }: Heard) => records.map(({ decision }) => decision?.reason);
const everything = ({ parts }: Heard) => [...parts.values()].join("\n");

/** The first place at which the second proposer read something else, with what stands around it. */
function where(name: string, text: string): string {
  const other = second.parts.get(name) ?? "";
  if (other === text) return "nowhere";
  let at = 0;
  while (at < text.length && other[at] === text[at]) at += 1;
  const around = (whole: string): string => whole.slice(Math.max(0, at - 120), at + 60);
  return `${name}: ${around(text)} | ${around(other)}`;
}

/** A figure as anybody might print it, if it is not met by chance: whole numbers count entries, too. */
function printed(figure: number): readonly string[] {
  const decimals = [3, 4, 5, 6].flatMap((places) => [
    figure.toFixed(places),
    (figure * 100).toFixed(places - 2),
  ]);
  const all = [...decimals, String(figure), String(figure * 100), figure.toPrecision(4)];
  return [...new Set(all)].filter((text) => {
    const digits = text.replaceAll(/\D/g, "").replace(/^0+/, "").length;
    return digits > (text.includes(".") ? 2 : 4);
  });
}

function isSaid(text: string, figure: string): boolean {
  const escaped = figure.replaceAll(".", "\\.").replace("+", "\\+");
  return new RegExp(`(?<![\\w.])${escaped}(?![\\w]|\\.\\d)`).test(text);
}

describe("a proposer who reads everything that is public over a hundred mutations", () => {
  it("meets decisions of each kind, and shards that are changed on the way", () => {
    expect(first.records).toHaveLength(MUTATIONS);
    const ruled = first.records.map(({ decision }) => decision?.ruling);
    expect(new Set(ruled)).toEqual(new Set(["accept", "reject", "quarantine"]));
    const shards = first.records.map(({ decision }) => decision?.binding.suites["sealed"]);
    expect(new Set(shards).size).toBe(FIRST.shards.length);
  });

  it("reads the same bytes over two sealed suites that bring the same decisions", () => {
    expect(endings(second)).toEqual(endings(first));
    expect([...second.parts.keys()]).toEqual([...first.parts.keys()]);
    for (const [name, text] of first.parts) expect(where(name, text)).toBe("nowhere");
  });

  it(
    "sees no difference before the first decision that another sealed suite changes",
    async () => {
      const known = await hear(FIRST, FEW);
      const other = await hear({ ...FIRST, rareIs: "fees" }, FEW);
      expect(endings(other).slice(0, -1)).toEqual(endings(known).slice(0, -1));
      expect(endings(other).at(-1)).not.toBe(endings(known).at(-1));
      for (let number = 1; number < FEW; number += 1) {
        expect(other.parts.get(`pull ${number}`)).toBe(known.parts.get(`pull ${number}`));
      }
    },
    PATIENCE,
  );

  it("finds no sealed figure in it, however it is printed, and does find the public ones", () => {
    const text = everything(first);
    const evidence = first.records.flatMap(({ decision }) => decision?.eValue ?? []);
    expect(new Set(evidence).size).toBeGreaterThan(3);
    const shares = FIRST.shards.flatMap(({ known, gap, rare }) =>
      [known, known + gap, known + rare, gap, rare, known / 2].map((count) => count / SIZE),
    );
    const said = [...evidence, ...shares].flatMap(printed).filter((figure) => isSaid(text, figure));
    expect(said).toEqual([]);
    // The same search finds what may be said: the public gain of 30 in 109 items.
    expect(printed(30 / 109).some((figure) => isSaid(text, figure))).toBe(true);
  });
});
