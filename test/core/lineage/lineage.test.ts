import { describe, expect, it } from "vitest";
import {
  type Descent,
  ancestorsOf,
  commonAncestorOf,
  descendantsOf,
} from "../../../src/core/lineage/lineage.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";

const [root, a, b, a1, a2] = ["root", "a", "b", "a1", "a2"].map((name) => digestOf(name)) as [
  Descent["version"],
  Descent["version"],
  Descent["version"],
  Descent["version"],
  Descent["version"],
];

/** root → a → a1, a2; root → b */
const EDGES: readonly Descent[] = [
  { version: root },
  { version: a, parent: root },
  { version: b, parent: root },
  { version: a1, parent: a },
  { version: a2, parent: a },
];

describe("lineage", () => {
  it("leads from a version to its root, nearest first", () => {
    expect(ancestorsOf(EDGES, a1)).toEqual([a, root]);
    expect(ancestorsOf(EDGES, root)).toEqual([]);
  });

  it("leads from a version to all that came from it", () => {
    expect(descendantsOf(EDGES, root)).toEqual([a, b, a1, a2]);
    expect(descendantsOf(EDGES, b)).toEqual([]);
  });

  it("names the nearest version that two came from", () => {
    expect(commonAncestorOf(EDGES, a1, a2)).toBe(a);
    expect(commonAncestorOf(EDGES, a1, b)).toBe(root);
    expect(commonAncestorOf(EDGES, a1, a)).toBe(a);
    expect(commonAncestorOf(EDGES, a1, digestOf("a stranger"))).toBeUndefined();
  });

  it("ends where a revert leads back to an ancestor", () => {
    const reverted = [...EDGES, { version: root, parent: a1 }];
    expect(ancestorsOf(reverted, a1)).toEqual([a, root]);
    expect(descendantsOf(reverted, a1)).toEqual([root, a, b, a2]);
  });
});
