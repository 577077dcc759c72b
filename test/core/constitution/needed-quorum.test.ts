import { describe, expect, it } from "vitest";
import { neededQuorum } from "../../../src/core/constitution/needed-quorum.ts";
import { type Charter, CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import type { PullRequestClass } from "../../../src/core/ir/pull-request-class.ts";
import { aCharter } from "../../support/builders.ts";

const charter: Charter = {
  ...aCharter(),
  quorum: { amendment: 3, introduction: 1, quarantine_to_canary: 2, emergency: 2 },
};
const greeter = charter.systems["greeter"];
if (greeter === undefined) throw new Error("no greeter");
const entry = { ...greeter, path: "systems/second" };
const bigger: Charter = { ...charter, systems: { ...charter.systems, second: entry } };

const introducing = (...paths: readonly string[]): PullRequestClass => ({
  kind: "introduction",
  systems: ["second"],
  paths: [CHARTER_PATH, ...paths],
});

describe("the approvals that a change of governance needs", () => {
  it.each<[string, PullRequestClass, Charter | undefined, number]>([
    [
      "an amendment needs its own",
      { kind: "amendment", paths: [CHARTER_PATH] },
      { ...charter, mode: "monitor" },
      3,
    ],
    ["a system and nothing else needs an introduction's", introducing(), bigger, 1],
    ["with its own suites as well", introducing("systems/second/evals/public.jsonl"), bigger, 1],
    [
      "with other people it needs an amendment's",
      introducing(),
      { ...bigger, people: { ...bigger.people, stewards: ["mallory"] } },
      3,
    ],
    [
      "with a smaller quorum it needs an amendment's",
      introducing(),
      { ...bigger, quorum: { ...bigger.quorum, amendment: 1 } },
      3,
    ],
    [
      "with another system's rules it needs an amendment's",
      introducing(),
      { ...bigger, systems: { ...bigger.systems, greeter: { ...greeter, protected: [] } } },
      3,
    ],
    ["with owners it needs an amendment's", introducing("CODEOWNERS"), bigger, 3],
    ["by a charter that nobody can read it needs an amendment's", introducing(), undefined, 3],
  ])("%s", (_name, classified, proposed, needed) => {
    expect(neededQuorum(classified, charter, proposed)).toBe(needed);
  });
});
