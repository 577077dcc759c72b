import { systemClock } from "../../../src/adapters/clock/system-clock.ts";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openClients } from "../../../src/adapters/github/clients.ts";
import { openForge } from "../../../src/adapters/github/forge.ts";
import { openProbot } from "../../../src/adapters/github/probot.ts";
import { installationId } from "../../../src/core/kernel/ids.ts";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

const CHECK = "omega / release";

let theatre: Theatre;
let stage: Stage;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());
beforeEach(async () => {
  stage = await theatre.openStage();
});

type Checks = readonly { readonly context: string; readonly integration_id?: number }[];

const ours = (): Checks => [{ context: CHECK, integration_id: stage.github.appId }];

const rulesetOf = (checks: Checks, enforcement: "active" | "evaluate" = "active") => ({
  ...stage.name,
  name: "omega",
  enforcement,
  conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
  rules: [
    {
      type: "required_status_checks" as const,
      parameters: {
        strict_required_status_checks_policy: false,
        required_status_checks: [...checks],
      },
    },
  ],
});

const require = async (checks: Checks, enforcement?: "active" | "evaluate"): Promise<number> =>
  (await stage.owner.rest.repos.createRepoRuleset(rulesetOf(checks, enforcement))).data.id;

const read = () => stage.repository.requirements("main", CHECK);

describe("the requirements of a branch", () => {
  it("are none where nothing requires the check", async () => {
    await require([{ context: "build" }]);

    expect(await read()).toEqual([]);
  });

  it("are pinned where only our own check counts, and say not who bypasses them", async () => {
    const id = await require(ours());

    expect(await read()).toEqual([{ source: `ruleset ${id}`, isPinned: true }]);
  });

  it("are not pinned where anybody's check of the name will do, or another app's", async () => {
    await require([{ context: CHECK }]);
    await require([{ context: CHECK, integration_id: 4711 }]);

    expect((await read())?.map(({ isPinned }) => isPinned)).toEqual([false, false]);
  });

  it("count only where they are enforced", async () => {
    const id = await require(ours(), "evaluate");
    expect(await read()).toEqual([]);

    await stage.owner.rest.repos.updateRepoRuleset({ ...rulesetOf(ours()), ruleset_id: id });
    expect(await read()).toHaveLength(1);

    await stage.owner.rest.repos.deleteRepoRuleset({ ...stage.name, ruleset_id: id });
    expect(await read()).toEqual([]);
  });

  it.each([
    [true, []],
    [false, ["administrators"]],
  ])("are read from branch protection, for administrators too: %s", async (...[forAll, bypass]) => {
    await stage.owner.rest.repos.updateBranchProtection({
      ...stage.name,
      branch: "main",
      required_status_checks: {
        strict: false,
        contexts: [],
        checks: [{ context: CHECK, app_id: stage.github.appId }],
      },
      enforce_admins: forAll,
      required_pull_request_reviews: null,
      restrictions: null,
    });

    expect(await read()).toEqual([{ source: "branch protection", isPinned: true, bypass }]);
  });

  it("name who bypasses a ruleset where the app's owner lets it administer the repository", async () => {
    const { data } = await stage.owner.rest.repos.createRepoRuleset({
      ...rulesetOf(ours()),
      bypass_actors: [{ actor_type: "Team", actor_id: 7, bypass_mode: "always" }],
    });
    const { id } = stage.github.installApp({
      repository: `${stage.name.owner}/${stage.name.repo}`,
      permissions: { metadata: "read", contents: "read", administration: "write" },
      events: [],
      webhookUrl: "http://127.0.0.1:9",
    });
    const { url, appId, privateKey, webhookSecret } = stage.github;
    const baseUrl = `${url}/api/v3`;
    const log = pino({ level: "silent" });
    const probot = openProbot({ appId, privateKey, webhookSecret, baseUrl }, log);
    const forge = openForge(openClients(probot, systemClock), { appId, baseUrl });
    const trusted = await forge.repository(installationId(id), stage.repository.id);

    expect(await trusted.requirements("main", CHECK)).toEqual([
      { source: `ruleset ${data.id}`, isPinned: true, bypass: ["Team 7"] },
    ]);
  });

  it.each([
    ["/repos/{owner}/{repo}/rules/branches/{branch}", 403],
    ["/repos/{owner}/{repo}/branches/{branch}", 404],
  ])("are unknown where GitHub does not show %s", async (route, status) => {
    await require(ours());
    stage.github.faults.inject({ method: "GET", route }, { kind: "error", status, when: "before" });

    expect(await read()).toBeUndefined();
  });
});
