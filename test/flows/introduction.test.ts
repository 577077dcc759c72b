import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Desk, openDesk } from "../support/desk.ts";
import { readStarter } from "../support/starter.ts";

const CHARTER = ".omega/charter.yaml";
const ROOT = "systems/triage/";

const { files } = readStarter();
const charter = files[CHARTER] ?? "";
const system = Object.entries(files).filter(([path]) => path.startsWith(ROOT));

/** The starter's system once more, under another name. */
const second = (change: (text: string) => string) =>
  new Map([
    [CHARTER, charter.replace("\nsystems:\n", `\nsystems:\n${entryOf("second")}\n`)],
    ...system.map(([path, text]) => [
      path.replace(ROOT, "systems/second/"),
      path.endsWith("system.yaml") ? change(text.replace("name: triage", "name: second")) : text,
    ]),
  ] as [string, string][]);

function entryOf(name: string): string {
  const [, entry = ""] = /\nsystems:\n([\s\S]*?)\n(?=\S)/.exec(charter) ?? [];
  return entry.replaceAll("triage", name).replace(`${name}-2026q4`, "triage-2026q4");
}

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe("a system that the base does not have", () => {
  it("waits for the stewards when its first version is whole", async () => {
    const added = second((text) => text);
    const pull = await desk.propose({ branch: "whole", title: "Second", body: "", files: added });

    const seen = await desk.see(pull, ({ state }) => state === "approvals");

    expect(seen.checks["omega / validation"]).toBe("success");
  });

  it("is refused when its first version is broken, though it could be read", async () => {
    const broken = second((text) => text.replace("to: done}", "to: nowhere}"));
    const pull = await desk.propose({ branch: "broken", title: "2nd", body: "", files: broken });

    const seen = await desk.see(pull, ({ state }) => state === "rejected");

    expect(seen.texts["omega / validation"]).toContain("reference-broken");
  });
});
