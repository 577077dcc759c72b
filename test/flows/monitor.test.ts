import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Desk, openDesk } from "../support/desk.ts";
import { readStarter } from "../support/starter.ts";

const CHARTER = ".omega/charter.yaml";
const SYSTEM = "systems/triage/system.yaml";

let desk: Desk;
const { files } = readStarter();

beforeAll(async () => {
  const charter = (files[CHARTER] ?? "").replace("mode: enforce", "mode: enforce\nmonitor: [C5]");
  desk = await openDesk({ files: { ...files, [CHARTER]: charter } });
});
afterAll(() => desk.close());

const propose = (branch: string, changed: Readonly<Record<string, string>>): Promise<number> =>
  desk.propose({ branch, title: branch, body: "", files: new Map(Object.entries(changed)) });

const withLongerMessages = (files[SYSTEM] ?? "").replace("maxLength: 2000", "maxLength: 9000");

describe("a breach of a rule that the charter only watches", () => {
  it("shows as neutral and goes on to the other gates", async () => {
    const pull = await propose("longer", { [SYSTEM]: withLongerMessages });

    const seen = await desk.see(pull, ({ checks }) => "omega / validation" in checks);

    expect(seen.checks["omega / constitution"]).toBe("neutral");
    expect(seen.texts["omega / constitution"]).toContain("contract-widened");
    expect(seen.checks["omega / budget"]).toBe("success");
  });

  it("opens nothing for a breach of another rule beside it", async () => {
    const pull = await propose("both", {
      [SYSTEM]: withLongerMessages,
      "systems/triage/prompts/refusal.md": "No.\n",
    });

    const seen = await desk.see(pull, ({ state }) => state === "rejected");

    expect(seen.checks["omega / constitution"]).toBe("failure");
    expect(seen.checks["omega / release"]).toBe("failure");
  });
});
