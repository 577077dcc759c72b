import { describe, expect, it } from "vitest";
import { mergeByPath } from "../../../src/core/ir/merge-by-path.ts";
import { aSnapshot, type Files } from "../../support/builders.ts";

const treeOf = (files: Files) => aSnapshot(files).tree;

const merged = (base: Files, ours: Files, theirs: Files) => {
  const { tree, contested } = mergeByPath({
    base: treeOf(base),
    ours: treeOf(ours),
    theirs: treeOf(theirs),
  });
  return { tree: [...tree.values()], contested };
};
const rows = (files: Files) => [...treeOf(files).values()];

describe("a merge by whole files", () => {
  it.each<[string, Files, Files, Files, Files]>([
    ["a change of theirs", { a: "1" }, { a: "1" }, { a: "2" }, { a: "2" }],
    ["a change of ours", { a: "1" }, { a: "2" }, { a: "1" }, { a: "2" }],
    ["the same change of both", { a: "1" }, { a: "2" }, { a: "2" }, { a: "2" }],
    ["what they added", {}, {}, { a: "1" }, { a: "1" }],
    ["what they removed", { a: "1" }, { a: "1" }, {}, {}],
    ["what we removed", { a: "1" }, {}, { a: "1" }, {}],
  ])("takes over %s", (_, base, ours, theirs, expected) => {
    expect(merged(base, ours, theirs)).toEqual({ tree: rows(expected), contested: [] });
  });

  it.each<[string, Files, Files, Files]>([
    ["changed", { a: "1" }, { a: "2" }, { a: "3" }],
    ["added", {}, { a: "2" }, { a: "3" }],
    ["changed and removed", { a: "1" }, { a: "2" }, {}],
  ])("does not guess what becomes of a file that both sides %s", (_, base, ours, theirs) => {
    expect(merged(base, ours, theirs).contested).toEqual(["a"]);
  });
});
