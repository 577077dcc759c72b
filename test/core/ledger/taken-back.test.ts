import { describe, expect, it } from "vitest";
import type { TreeChange } from "../../../src/core/ir/snapshot.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import { putsBack, takenBackIn } from "../../../src/core/ledger/taken-back.ts";
import { instant } from "../../../src/core/kernel/instant.ts";

const GOOD = sha("a".repeat(40));
const BAD = sha("b".repeat(40));
const OTHER = sha("c".repeat(40));

const ROWS = [
  { path: "tool.js", lawful: GOOD, found: BAD },
  { path: "new.json", lawful: "", found: BAD },
];

function told(body: Entry["body"], source: Entry["source"] = "app"): Entry {
  const incident = { reason_code: "promotion-taken-back", rows: ROWS, rows_total: 2, ...body };
  return {
    v: 1,
    seq: 0,
    at: instant(0),
    source,
    kind: "incident",
    subject: { repository_id: 1 },
    body: incident,
  };
}

const entry = (id: TreeChange["path"], mode = "100644") => ({
  path: "",
  mode,
  type: "blob" as const,
  sha: sha(id),
});

const back: readonly TreeChange[] = [
  { path: "tool.js", kind: "modified", before: entry(BAD), after: entry(GOOD) },
  { path: "new.json", kind: "removed", before: entry(BAD) },
];

describe("a change on a clone, by the record of what was taken back", () => {
  const taken = takenBackIn([told({})]);

  it("puts a promotion back when it brings every row back and nothing else", () => {
    expect(putsBack(taken, back)).toBe(true);
  });

  it.each<[string, readonly TreeChange[]]>([
    ["some of the rows only", back.slice(0, 1)],
    ["a row more", [...back, { path: "x.js", kind: "added", after: entry(OTHER) }]],
    ["other contents", [{ ...back[0], after: entry(OTHER) } as TreeChange, ...back.slice(1)]],
    [
      "a branch that holds something else by now",
      [{ ...back[0], before: entry(OTHER) } as TreeChange, ...back.slice(1)],
    ],
    [
      "a link in a file's place",
      [{ ...back[0], after: entry(GOOD, "120000") } as TreeChange, ...back.slice(1)],
    ],
  ])("does not with %s", (_what, changes) => {
    expect(putsBack(taken, changes)).toBe(false);
  });

  it("is told by nobody but the app, and not by a list that was cut short", () => {
    expect(takenBackIn([told({}, "external")])).toEqual([]);
    expect(takenBackIn([told({ rows_total: 51 })])).toEqual([]);
    expect(takenBackIn([told({ reason_code: "changed-around" })])).toEqual([]);
  });
});
