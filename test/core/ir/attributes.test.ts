import { describe, expect, test } from "vitest";
import { checkAttributes } from "../../../src/core/ir/attributes/check-attributes.ts";
import { matchesPattern } from "../../../src/core/ir/attributes/match-pattern.ts";
import { wantedPaths } from "../../../src/core/ir/wanted-paths.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import { aCharter, aSnapshot, type Files, SYSTEM_ROOT as ROOT } from "../../support/builders.ts";

const FILES = [`${ROOT}/system.yaml`, `${ROOT}/prompts/reply.md`, `${ROOT}/tools/sense.js`];

function findingsOf(files: Files): readonly string[] {
  return checkAttributes(ROOT, FILES, aSnapshot(files)).map(({ code, place, facts }) => {
    expect(code).toBe("attributes-alter-files");
    return `${facts["problem"]} ${facts["attribute"]} ${place?.path}:${place?.line}`;
  });
}

describe("git's attributes are refused where they", () => {
  test.each([
    ["run a filter on prompts", "*.md filter=lfs diff=lfs merge=lfs -text", "altered filter"],
    ["fill in identifiers", "*.js ident", "altered ident"],
    [
      "write another encoding",
      "systems/** working-tree-encoding=UTF-16",
      "altered working-tree-encoding",
    ],
    ["write other line ends", "* text eol=crlf", "altered eol"],
    [
      "leave a system out of archives",
      "/systems/greeter/tools/* export-ignore",
      "altered export-ignore",
    ],
    ["fill in commits", "* export-subst", "altered export-subst"],
    ["hide a difference", "*.md -diff", "hidden diff"],
    ["hide it as binary", "systems/greeter/prompts/*.md binary", "hidden diff"],
    ["hide it as generated", "*.js linguist-generated", "hidden linguist-generated"],
    ["hide it by a value", "*.js linguist-generated=true", "hidden linguist-generated"],
    ["hide the charter", "/.omega/* -diff", "hidden diff"],
    [
      "hide it by a macro",
      "*.js quiet\n[attr]loud diff\n[attr]quiet -diff\n*.md quiet",
      "hidden diff",
    ],
    ["name it in quotes", '"systems/greeter/*.yaml" -diff', "hidden diff"],
    ["name it by a class", "*.[jt]s -diff", "hidden diff"],
    ["name it in other letters", "SYSTEMS/** -diff", "hidden diff"],
  ])("%s", (_what, text, expected) => {
    const line = text.split("\n").length;
    expect(findingsOf({ ".gitattributes": text })).toEqual([`${expected} .gitattributes:${line}`]);
  });

  test("do so in a folder around the system", () => {
    const files = { "systems/.gitattributes": "# quiet\ngreeter/** -diff" };
    expect(findingsOf(files)).toEqual(["hidden diff systems/.gitattributes:2"]);
  });

  test("are more than anybody reads", () => {
    const snapshot = aSnapshot({ ".gitattributes": "#".repeat(70_000) });
    expect(checkAttributes(ROOT, FILES, snapshot)).toMatchObject([{ code: "file-too-large" }]);
  });
});

describe("git's attributes are left alone where they", () => {
  test.each([
    ["keep line ends", "* text=auto eol=lf"],
    ["are about other files", "*.bin filter=lfs diff=lfs merge=lfs -text\npackage-lock.json -diff"],
    ["are about a neighbour", "systems/greeters/** -diff"],
    ["say how to show a difference", "*.md diff=markdown linguist-documentation"],
    [
      "are taken back further down",
      "* -diff filter=x\nsystems/** diff !filter\n.omega/** diff !filter",
    ],
    ["are patterns that git ignores", "!*.md -diff\n# *.md -diff\n\n"],
  ])("%s", (_what, text) => {
    expect(findingsOf({ ".gitattributes": text })).toEqual([]);
  });

  test("are taken back in a nearer file", () => {
    const files = {
      ".gitattributes": "*.md -diff",
      "systems/.gitattributes": "*.md diff",
    };
    expect(findingsOf(files)).toEqual([]);
  });

  test("are a link, which git does not follow", () => {
    const link = { path: ".gitattributes", mode: "120000", sha: sha("b".repeat(40)), size: 9 };
    expect(checkAttributes(ROOT, FILES, aSnapshot({}, [link]))).toEqual([]);
  });
});

test("the attributes around every system are loaded, whichever is read", () => {
  const { tree } = aSnapshot({ ".gitattributes": "", "systems/.gitattributes": "", "x/a.md": "" });
  expect(wantedPaths(aCharter(), [], tree)).toEqual([".gitattributes", "systems/.gitattributes"]);
});

describe("a pattern", () => {
  test.each([
    ["*.md", "a/b.md", true],
    ["/*.md", "a/b.md", false],
    ["a/*.md", "a/b.md", true],
    ["a/*", "a/b/c.md", false],
    ["a/**", "a/b/c.md", true],
    ["**/c.md", "a/b/c.md", true],
    ["**/c.md", "c.md", true],
    ["a/**/c.md", "a/c.md", true],
    ["?.md", "b.md", true],
    ["a", "a/b.md", false],
    ["\\*.md", "b.md", false],
  ])("%s against %s", (pattern, path, expected) => {
    expect(matchesPattern(pattern, path)).toBe(expected);
  });

  test("costs no more than its length times the path's", () => {
    expect(matchesPattern("*a".repeat(2000), `${"a".repeat(1999)}b`)).toBe(false);
  });
});
