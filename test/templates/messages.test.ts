import { describe, expect, it } from "vitest";
import { type Message, readPublic, readSealed, readTraffic } from "./read-templates.ts";

const suites = { public: readPublic(), sealed: readSealed(), traffic: readTraffic() };
const all = Object.values(suites).flat();

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .toLowerCase()
      .replaceAll(/['’]/g, "")
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
}

/** What the customer wrote, without the greeting before it and the signature after it. */
function bodyOf({ input }: Message): string {
  const paragraphs = input.message.split("\n\n");
  const index = paragraphs.length === 3 ? 1 : 0;
  return paragraphs[index] ?? "";
}

function nearest(own: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): number {
  let best = 0;
  for (const other of others) {
    if (other === own) continue;
    let shared = 0;
    for (const word of own) if (other.has(word)) shared += 1;
    best = Math.max(best, shared / (own.size + other.size - shared));
  }
  return best;
}

describe("the messages", () => {
  it("are at least 1,000 in the two suites and 300 in the traffic, over fourteen desks", () => {
    expect(suites.public.length).toBeGreaterThanOrEqual(300);
    expect(suites.sealed.length).toBeGreaterThanOrEqual(480);
    expect(suites.public.length + suites.sealed.length).toBeGreaterThanOrEqual(1000);
    expect(suites.traffic.length).toBeGreaterThanOrEqual(300);
    for (const suite of Object.values(suites)) {
      const desks = groupByDesk(suite);
      expect(desks.size).toBe(14);
      for (const items of desks.values()) expect(items.length).toBeGreaterThanOrEqual(10);
    }
  });

  it("keep every author in one file, and every id to one message", () => {
    const authors = Object.values(suites).map((suite) => new Set(suite.map((i) => i.cluster)));
    const count = authors.reduce((sum, set) => sum + set.size, 0);
    expect(new Set(all.map((item) => item.cluster)).size).toBe(count);
    expect(new Set(all.map((item) => item.id)).size).toBe(all.length);
  });

  it("say nothing twice, not even after dropping case, punctuation and spaces", () => {
    const plain = all.map((item) => [...wordsOf(bodyOf(item))].join(" "));
    expect(new Set(plain).size).toBe(all.length);
  });

  it("are not stamped from patterns: the nearest other message shares few words", () => {
    const words = all.map((item) => wordsOf(bodyOf(item)));
    const closest = words.map((own) => nearest(own, words));
    const mean = closest.reduce((sum, share) => sum + share, 0) / closest.length;
    console.log(`mean nearest-neighbour overlap of words: ${mean.toFixed(3)}`);
    expect(mean).toBeLessThan(0.35);
    expect(Math.max(...closest)).toBeLessThan(0.8);
  });

  it("are one paragraph in the suites, and dressed as e-mails for a part of the traffic", () => {
    const paragraphs = (item: Message): number => item.input.message.split("\n\n").length;
    const inSuites = [...suites.public, ...suites.sealed];
    expect(inSuites.every((item) => paragraphs(item) === 1)).toBe(true);
    const mails = suites.traffic.filter((item) => paragraphs(item) > 1);
    expect(mails.length / suites.traffic.length).toBeGreaterThan(0.4);
    expect(mails.length / suites.traffic.length).toBeLessThan(0.7);
  });

  it("fit the contract of the system", () => {
    for (const { input } of all) expect(input.message.length).toBeLessThanOrEqual(2000);
  });
});

function groupByDesk(suite: readonly Message[]): ReadonlyMap<string, readonly Message[]> {
  const desks = new Map<string, Message[]>();
  for (const item of suite) {
    desks.set(item.expected.intent, [...(desks.get(item.expected.intent) ?? []), item]);
  }
  return desks;
}
