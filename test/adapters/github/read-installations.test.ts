import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installationsOf } from "../../../src/adapters/github/read-installations.ts";
import { installationId, repositoryId } from "../../../src/core/kernel/ids.ts";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

let theatre: Theatre;
let stage: Stage;
beforeAll(async () => {
  theatre = await openTheatre();
  stage = await theatre.openStage();
});
afterAll(() => theatre.close());

const all = () => installationsOf(stage.probot).all();

/** GitHub has one installation of an app for each account. */
function installElsewhere(owner: string) {
  const { id } = stage.github.createRepository({ owner, name: "shop", files: { "a.md": "a" } });
  const { id: installation } = stage.github.installApp({
    repository: `${owner}/shop`,
    permissions: { metadata: "read" },
    events: [],
    webhookUrl: "http://127.0.0.1:9",
  });
  return { repository: repositoryId(id), installation: installationId(installation) };
}

describe("the installations of the app", () => {
  it("are all that GitHub lists, each with its repositories", async () => {
    const other = installElsewhere("zoe");

    const found = await all();

    expect(new Map(found.map((one) => [one.installation, one.repositories]))).toEqual(
      new Map([
        [stage.installation, [stage.repository.id]],
        [other.installation, [other.repository]],
      ]),
    );
  });

  it("are a fault when GitHub does not answer for one of them", async () => {
    const at = { method: "GET", path: /installation\/repositories/ };
    stage.github.faults.inject(at, { kind: "error", status: 502, when: "before" }, 1);

    await expect(all()).rejects.toThrow();
  });

  it("leave out one that is suspended", async () => {
    const { installation } = installElsewhere("yan");
    const held = stage.github.world.installations.get(installation);
    if (held === undefined) throw new Error("the app is not installed");
    held.suspendedAt = new Date();

    const found = (await all()).map((one) => one.installation);

    expect(found).toContain(stage.installation);
    expect(found).not.toContain(installation);
  });
});
