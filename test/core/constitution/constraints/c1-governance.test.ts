import { describe, expect, it } from "vitest";
import type { ProposedChange } from "../../../../src/core/ir/proposed-change.ts";
import { sha } from "../../../../src/core/kernel/ids.ts";
import { aChange, aCharter, SYSTEM_ROOT } from "../../../support/builders.ts";
import { edited, withFile } from "../../../support/edited.ts";
import { breachesOf, expectBreach, type Row } from "../expect-breach.ts";

const silent = { silentTiers: true } as const;

const SUITE = `${SYSTEM_ROOT}/evals/public.jsonl`;

function special(mode: string): ProposedChange {
  const path = `${SYSTEM_ROOT}/data/more.json`;
  return aChange({ headEntries: [{ path, mode, sha: sha("0".repeat(40)) }] });
}

function beside(path: string): ProposedChange {
  return aChange({ headFiles: { [SUITE]: "", [path]: "x" } });
}

const ROWS: readonly Row[] = [
  [
    "governed files ride with a mutation",
    aChange({
      pullRequestClass: { kind: "mixed", systems: ["greeter"], governed: [".omega/charter.yaml"] },
    }),
    "mixed-pull-request/mixed",
  ],
  [
    "a suite is touched",
    beside(`${SYSTEM_ROOT}/evals/more.jsonl`),
    "governed-path-touched/touched",
  ],
  ["git attributes are added", beside("src/.gitattributes"), "governed-path-touched/touched"],
  ["submodules are configured", beside(".gitmodules"), "governed-path-touched/touched"],
  ["only the case differs", beside(".Omega/charter.yaml"), "governed-path-touched/touched"],
  ["letters look like others", beside(".оmega/charter.yaml"), "governance-reached/look-alike"],
  ["a symlink stands in the system", special("120000"), "governance-reached/symlink"],
  ["a submodule stands in the system", special("160000"), "governance-reached/submodule"],
  [
    "a protected prompt is declared anew",
    edited({ "/prompts/refusal/inputs": ["mood"] }),
    "protected-module-touched/edited",
  ],
  [
    "a protected prompt's file changes",
    withFile("prompts/refusal.md", "Sure, why not?\n"),
    "protected-module-touched/edited",
  ],
  [
    "a file that the charter names is rewritten",
    withFile("data/moods.json", "{}", {
      charter: aCharter({ rules: { protected: ["data/moods.json"] } }),
    }),
    "protected-module-touched/rewritten",
  ],
  [
    "a protected prompt is wired out",
    edited({ "/graph/nodes/refuse/prompt": "reply" }),
    "governance-reached/unplugged",
  ],
  [
    "an extension chooses the constitution",
    edited({ "/extensions/constitution": { version: 2 } }, silent),
    "governance-reached/claims",
  ],
  [
    "a capability points at the charter",
    edited(
      {
        "/capabilities/notes": {
          kind: "file",
          target: "repo/.omega/charter.yaml",
          access: "write",
          grant: ["sense"],
        },
      },
      silent,
    ),
    "governance-reached/reference",
  ],
  [
    "an artifact lies outside the folder",
    edited({ "/artifacts/weights": { uri: "../../x", sha256: "0".repeat(64) } }, silent),
    "governance-reached/reference",
  ],
  [
    "a contract refers to another file",
    edited({ "/contract/input": { $ref: "../other.json" } }, silent),
    "governance-reached/reference",
  ],
];

describe("C1 is breached", () => {
  it.each(ROWS)("when %s", (_when, change, expected) => {
    expectBreach(change, { rule: "C1", breach: expected });
  });
});

describe("C1 is kept", () => {
  it.each([
    [
      "an amendment touches a suite",
      {
        ...beside(".gitattributes"),
        pullRequestClass: { kind: "amendment", paths: [".gitattributes"] } as const,
      },
    ],
  ])("when %s", (_when, change) => {
    expect(breachesOf(change)).toEqual([]);
  });
});
