import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStarter } from "../../src/adapters/starter/open-starter.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { startApp } from "../../src/local/demo/app-process.ts";
import type { Proposal } from "../../src/local/demo/proposer.ts";
import { REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import type { Traffic } from "../../src/local/traffic/driver.ts";
import {
  type ActionsRunner,
  type Handing,
  startActionsRunner,
  type StartedRun,
} from "../support/actions-runner.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { startLive } from "../support/live-traffic.ts";
import { type Issuer, type Signing, startIssuer } from "../support/job-tokens.ts";
import { countPromotions, expectNothingTwice, verifiedRecord } from "../support/nothing-twice.ts";
import { until } from "../support/until.ts";

const MINUTES = 240_000;
const WORKFLOW = ".github/workflows/omega-run.yml";

/** The starter's agent as a program: what the template's workflow takes for one. */
const AGENT = `import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
const read = (path) => readFileSync(path, "utf8");
const code = encodeURIComponent(read("tools/classify.js"));
const { run } = await import("data:text/javascript," + code);
const names = ["intents", "phrases", "shorthand", "stopwords"];
const data = Object.fromEntries(names.map((name) => [name, JSON.parse(read("data/" + name + ".json"))]));
const parameters = { min_confidence: 0.2, bigram_weight: 1.5 };
for await (const line of createInterface({ input: process.stdin })) {
  const { intent, confidence } = run(JSON.parse(line).input, { parameters, data });
  const prompt = confidence < parameters.min_confidence ? "refusal" : "reply";
  const reply = read("prompts/" + prompt + ".md").replace("{{intent}}", intent);
  console.log(JSON.stringify({ output: { intent, confidence, reply } }));
}
`;

/** The nonce's one answer, as small as it may be: who is refused is refused before it is read. */
const ROW = { side: "candidate", suite: "public", item: "public-001", output: {} };

let issuer: Issuer;
let desk: Desk;
let runner: ActionsRunner;
let traffic: Traffic | undefined;

beforeAll(async () => {
  issuer = await startIssuer();
  const known = { AGENT_OMEGA_ACTIONS_ISSUER: issuer.url };
  desk = await openDesk({
    files: await files(),
    permissions: { actions: "write" },
    start: ({ environment, ...settings }) =>
      startApp({ ...settings, environment: { ...environment, ...known } }),
  });
  runner = await startActionsRunner(desk.github, issuer);
});

afterAll(async () => {
  await traffic?.stop();
  await desk.close();
  await runner.close();
  await issuer.close();
});

/** The starter with a workflow for its agent, and the same agent again, whose runs have no time. */
async function files(): Promise<Readonly<Record<string, string>>> {
  const starter = Object.fromEntries(await openStarter().files());
  const template = await readFile(join(TEMPLATES, "workflows", "omega-run.yml"), "utf8");
  const hasty = Object.entries(starter)
    .filter(([path]) => path.startsWith("systems/triage/"))
    .map(([path, text]) => [
      path.replace("/triage/", "/hasty/"),
      text.replace("name: triage,", "name: hasty,"),
    ]);
  return {
    ...starter,
    ...Object.fromEntries(hasty),
    [CHARTER_PATH]: charterOf(starter[CHARTER_PATH] ?? ""),
    [WORKFLOW]: template.replace("COMMAND: node main.mjs", "COMMAND: node ~/agent.mjs"),
  };
}

function charterOf(charter: string): string {
  const from = charter.indexOf("  triage:\n");
  const to = charter.indexOf("\n# ", from);
  const block = (name: string, deadline: string): string =>
    charter
      .slice(from, to)
      .replace("  triage:\n", `  ${name}:\n`)
      .replace("path: systems/triage", `path: systems/${name}`)
      .replace(
        "    delivery: ofrep\n",
        `    delivery: ofrep\n    runner: {kind: actions, workflow: "${WORKFLOW}", deadline: ${deadline}}\n`,
      );
  return [
    charter.slice(0, from),
    block("triage", "PT1H"),
    block("hasty", "PT3S"),
    charter.slice(to),
  ].join("");
}

/** The same improvement, of either system. */
async function improve(system: string): Promise<Proposal> {
  const proposal = await desk.scenario("improve-classifier");
  const moved = [...proposal.files].map(([path, text]): [string, string] => [
    path.replace("/triage/", `/${system}/`),
    text,
  ]);
  return { ...proposal, branch: `improve-${system}`, files: new Map(moved) };
}

async function runOf(system: string): Promise<StartedRun> {
  await until(() => runner.started.some(({ inputs }) => inputs["system"] === system));
  const run = runner.started.find(({ inputs }) => inputs["system"] === system);
  if (run === undefined) throw new Error("no run was started");
  return run;
}

/** Hands one row in with a token of one's own, and says how that is answered. */
async function submit(nonce: string, token: string): Promise<string> {
  const answer = await fetch(`${desk.app.url}/api/v1/evaluations/${nonce}/results`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ results: [ROW] }),
  });
  const { reason_code: reason }: { reason_code?: string } = JSON.parse(await answer.text());
  return `${answer.status} ${reason}`;
}

const entriesOf = async (pull: number, kind: string) =>
  (await verifiedRecord(desk)).filter(
    (entry) => entry.kind === kind && entry.subject.pull === pull,
  );

describe("a mutation that a workflow run measures", () => {
  let pull: number;
  let run: StartedRun;
  let handing: Handing;
  let nonce: string;

  beforeAll(async () => {
    pull = await desk.propose(await improve("triage"));
    run = await runOf("triage");
    nonce = run.inputs["nonce"] ?? "";
    handing = await runner.answer(run, AGENT);
  }, MINUTES);

  it(
    "waits for it, an app that was killed meanwhile too, and asks no second time",
    async () => {
      const waits = ({ texts }: { readonly texts: Readonly<Record<string, string>> }): boolean =>
        texts["omega / evaluation"]?.includes("runner-awaited") === true;
      await desk.see(pull, waits);
      await desk.restartApp();
      const seen = await desk.see(pull, waits);

      expect(seen.checks["omega / evaluation"]).toBe("action_required");
      expect(seen.checks["omega / release"]).toBe("action_required");
      expect(runner.started).toEqual([run]);
    },
    MINUTES,
  );

  it(
    "takes no answer from anybody but that run, in its time",
    async () => {
      const now = Date.now();
      const other = `${REPOSITORY.owner}/${REPOSITORY.repo}/.github/workflows/other.yml@refs/heads/main`;
      const tokens: readonly (readonly [JWTPayload, Signing, string])[] = [
        [{ aud: "omega:another" }, {}, "401 results-token-refused"],
        [{ aud: [`omega:${nonce}`, "https://elsewhere.example"] }, {}, "401 results-token-refused"],
        [{}, { isForged: true }, "401 results-token-refused"],
        [{}, { issuer: "https://token.example.com" }, "401 results-token-refused"],
        [{}, { now: now - 600_000 }, "401 results-token-refused"],
        [{}, { now: now + 600_000 }, "401 results-token-refused"],
        [{ repository_id: "1" }, {}, "403 results-from-elsewhere"],
        [{ run_id: String(Number(run.id) + 1) }, {}, "403 results-from-elsewhere"],
        [{ event_name: "pull_request" }, {}, "403 results-from-elsewhere"],
        [{ ref: "refs/heads/improve-triage" }, {}, "403 results-from-elsewhere"],
        [{ sha: run.inputs["head"] }, {}, "403 results-from-elsewhere"],
        [{ workflow_ref: other }, {}, "403 results-from-elsewhere"],
        [{ job_workflow_ref: other }, {}, "403 results-from-elsewhere"],
      ];
      for (const [claims, signing, refusal] of tokens) {
        const said = JSON.stringify([claims, signing]);
        expect(await submit(nonce, await runner.tokenOf(run, claims, signing)), said).toBe(refusal);
      }
      const unknown = await runner.tokenOf(run, { aud: "omega:unknown" });
      expect(await submit("unknown", unknown)).toBe("409 results-not-awaited");
      expect((await desk.look(pull)).texts["omega / evaluation"]).toContain("runner-awaited");
    },
    MINUTES,
  );

  it(
    "takes its run's answer once, which accepts nothing",
    async () => {
      expect(await handing.handIn(desk.app.url)).toBe(true);
      expect(await handing.handIn(desk.app.url)).toBe(false);
      expect(await submit(nonce, await runner.tokenOf(run))).toBe("409 results-not-awaited");

      const seen = await desk.see(pull, ({ state }) => state === "quarantined");
      expect(await submit(nonce, await runner.tokenOf(run))).toBe("409 results-not-awaited");
      expect(seen.texts["omega / evaluation"]).toContain("results-unsealed");
      expect(seen.checks["omega / release"]).toBe("action_required");
      const [evidence] = await entriesOf(pull, "evidence");
      expect(evidence?.body).toMatchObject({
        isolation: "github-actions",
        run_id: run.id,
        sealed_pairs: 0,
      });
      const decisions = await entriesOf(pull, "decision");
      expect(decisions.map(({ body }) => body["decision"])).toEqual(["quarantine"]);
      await expectNothingTwice(desk, pull);
    },
    MINUTES,
  );

  it(
    "is promoted on people's word and live evidence",
    async () => {
      for (const { octokit } of [desk.steward, desk.secondSteward]) {
        const at = { ...REPOSITORY, pull_number: pull };
        await octokit.rest.pulls.createReview({ ...at, event: "APPROVE" });
      }
      traffic = await startLive(desk);
      for (const [command, next] of [
        ["shadow", "canary"],
        ["canary", "promote"],
      ] as const) {
        await desk.command(pull, command);
        await desk.see(
          pull,
          ({ texts }) => texts["omega / release"]?.includes(`omega:${next}`) === true,
        );
      }
      await desk.command(pull, "promote");
      const promoted = await desk.see(pull, ({ state }) => state === "promoted");

      expect(promoted.isMerged).toBe(true);
      expect(await countPromotions(desk)).toBe(1);
      const decisions = await entriesOf(pull, "decision");
      expect(decisions.map(({ body }) => body["decision"])).toEqual(["quarantine", "vouched"]);
    },
    MINUTES,
  );
});

describe("a mutation whose workflow run does not report", () => {
  it(
    "is held when its time has passed, and what comes then counts for nothing",
    async () => {
      const pull = await desk.propose(await improve("hasty"));
      const run = await runOf("hasty");
      const seen = await desk.see(pull, ({ state }) => state === "quarantined");

      expect(seen.texts["omega / evaluation"]).toContain("runner-deadline-passed");
      expect(seen.checks["omega / release"]).toBe("action_required");
      const handing = await runner.answer(run, AGENT);
      expect(await handing.handIn(desk.app.url)).toBe(false);
      expect(await submit(run.inputs["nonce"] ?? "", await runner.tokenOf(run))).toBe(
        "409 results-not-awaited",
      );
      const decisions = await entriesOf(pull, "decision");
      expect(decisions.map(({ body }) => body["reason_code"])).toEqual(["runner-deadline-passed"]);
      expect((await desk.look(pull)).state).toBe("quarantined");
    },
    MINUTES,
  );
});
