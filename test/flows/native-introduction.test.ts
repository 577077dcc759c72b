import { expect, it } from "vitest";
import { sha } from "../../src/core/kernel/ids.ts";
import { accepted } from "../../src/core/kernel/result.ts";
import { gatherChange } from "../../src/flows/reading/gather-change.ts";
import { aSnapshot } from "../support/builders.ts";
import { readStarter } from "../support/starter.ts";

const CHARTER = ".omega/charter.yaml";
const { files } = readStarter();
const charter = files[CHARTER] ?? "";
const [, entry = ""] = /\nsystems:\n([\s\S]*?)\n(?=\S)/.exec(charter) ?? [];
const crew = entry
  .replaceAll("systems/triage", "crews/support")
  .replace("  triage:", "  support:")
  .replace("format: omega", "format: crewai");

it("introduces another framework's system that comes with its charter entry", async () => {
  const sides = [
    aSnapshot(files),
    aSnapshot({
      ...files,
      [CHARTER]: charter.replace("\nsystems:\n", `\nsystems:\n${crew}\n`),
      "crews/support/agents.yaml": "writer:\n  role: Writer\n  goal: Write\n  backstory: Wrote\n",
      "crews/support/tasks.yaml":
        "answer:\n  description: Answer\n  expected_output: Text\n  agent: writer\n",
    }),
  ] as const;
  const [baseSha, headSha] = [sha("a".repeat(40)), sha("b".repeat(40))];
  const blobs = new Map(sides.flatMap((side) => [...side.blobs]));
  const objects = {
    mergeBase: async () => accepted(baseSha),
    tree: async (commit: string) => (commit === baseSha ? sides[0].tree : sides[1].tree),
    blob: async (id: string) => blobs.get(sha(id)) ?? new Uint8Array(),
  };

  const gathered = await gatherChange(objects, { baseSha, headSha });

  expect(gathered).toMatchObject({
    kind: "gathered",
    change: { pullRequestClass: { kind: "introduction", systems: ["support"], paths: [CHARTER] } },
  });
});
