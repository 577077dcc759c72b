import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { JWTPayload } from "jose";
import { z } from "zod";
import { listen } from "../../src/local/github/http/listen.ts";
import type { LocalGitHub } from "../../src/local/github/server.ts";
import type { Issuer, Signing } from "./job-tokens.ts";
import { readRunWorkflow, runStep, scriptOf } from "./run-workflow.ts";

/** A run that GitHub said it had started. */
export type StartedRun = {
  readonly id: string;
  /** As `owner/name`. */
  readonly repository: string;
  /** The file's name. */
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
};

export type ActionsRunner = {
  /** Every run, oldest first, whether anybody plays it or not. */
  readonly started: readonly StartedRun[];
  /** The run's token, or one that differs from it in what is said. */
  tokenOf(run: StartedRun, claims?: JWTPayload, signing?: Signing): Promise<string>;
  /** Plays the job that answers, for both versions, with `agent` on its machine. */
  answer(run: StartedRun, agent: string): Promise<Handing>;
  close(): Promise<void>;
};

/** The last job of a run, whose answers are there. Says whether it went well. */
export type Handing = { handIn(appUrl: string): Promise<boolean> };

const SIDES = ["baseline", "candidate"] as const;

const asked = z.object({ ref: z.string(), inputs: z.record(z.string(), z.string()) });
const told = z.object({ workflow_run_id: z.number() });

/**
 * Starts what a local GitHub leaves to others: the machines that run a governed workflow, and the
 * service that gives their runs tokens. Which script runs is the workflow's own affair, as it stands
 * at the branch that was asked for.
 */
export async function startActionsRunner(
  github: LocalGitHub,
  issuer: Issuer,
): Promise<ActionsRunner> {
  const started: StartedRun[] = [];
  github.exchanges.onExchange(({ route, path, requestBody, responseBody }) => {
    if (!route.endsWith("/dispatches") || !told.safeParse(responseBody).success) return;
    const [, , owner = "", name = "", , , workflow = ""] = path.split("/");
    const { ref, inputs } = asked.parse(requestBody);
    const id = String(told.parse(responseBody).workflow_run_id);
    started.push({ id, repository: `${owner}/${name}`, workflow, ref, inputs });
  });
  const tokenOf: ActionsRunner["tokenOf"] = async (run, claims = {}, signing = {}) =>
    issuer.sign({ ...(await claimsOf(github, run)), ...claims }, signing);
  const service = await listen(0, (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const run = started.find(({ id }) => `bearer ${id}` === request.headers.authorization);
    if (run === undefined) return void response.writeHead(401).end();
    const aud = url.searchParams.get("audience") ?? "";
    void tokenOf(run, { aud }).then((value) => response.end(JSON.stringify({ value })));
  });
  const machines: string[] = [];
  return {
    started,
    tokenOf,
    answer: async (run, agent) => {
      const machine = mkdtempSync(join(tmpdir(), "omega-runner-"));
      machines.push(machine);
      return play(run, { github, agent, machine, tokens: `http://127.0.0.1:${service.port}/?v=1` });
    },
    close: async () => {
      for (const machine of machines) rmSync(machine, { recursive: true, force: true });
      await service.close();
    },
  };
}

/** What GitHub says of the job that holds the token. */
async function claimsOf(github: LocalGitHub, run: StartedRun): Promise<JWTPayload> {
  const api = `${github.url}/api/v3/repos/${run.repository}`;
  const read = async (path: string): Promise<unknown> => {
    const headers = { authorization: `token ${github.tokenFor("runner")}` };
    return (await fetch(`${api}${path}`, { headers })).json();
  };
  const { id } = z.object({ id: z.number() }).parse(await read(""));
  const { object } = z
    .object({ object: z.object({ sha: z.string() }) })
    .parse(await read(`/git/ref/heads/${run.ref}`));
  const workflow = `${run.repository}/.github/workflows/${run.workflow}@refs/heads/${run.ref}`;
  return {
    aud: `omega:${run.inputs["nonce"]}`,
    repository_id: String(id),
    repository: run.repository,
    workflow_ref: workflow,
    job_workflow_ref: workflow,
    ref: `refs/heads/${run.ref}`,
    sha: object.sha,
    event_name: "workflow_dispatch",
    run_id: run.id,
    run_attempt: "1",
  };
}

type Machine = {
  readonly github: LocalGitHub;
  readonly agent: string;
  readonly machine: string;
  /** Where a run asks for its token. */
  readonly tokens: string;
};

async function play(
  run: StartedRun,
  { github, agent, machine, tokens }: Machine,
): Promise<Handing> {
  const clone = join(machine, "clone");
  await git(machine, "clone", "--quiet", `${github.url}/${run.repository}.git`, clone);
  const { base = "", head = "", path = "", epochs = "1", nonce = "" } = run.inputs;
  const file = `origin/${run.ref}:.github/workflows/${run.workflow}`;
  const { env, jobs } = readRunWorkflow(await git(clone, "show", file));
  const last = join(machine, "hand-in");
  for (const side of SIDES) {
    const folder = join(machine, side);
    mkdirSync(folder);
    writeFileSync(join(folder, "agent.mjs"), agent);
    await checkOut(clone, base, join(folder, "base"));
    await checkOut(clone, side === "baseline" ? base : head, join(folder, "version"));
    const given = { ...env, SYSTEM_PATH: path, EPOCHS: epochs };
    if ((await runStep(scriptOf(jobs.answer), folder, given)) !== 0) continue;
    cpSync(join(folder, "answers.json"), join(last, `answers-${side}`, "answers.json"));
  }
  return {
    handIn: async (appUrl) => {
      const given = {
        ...env,
        OMEGA_URL: appUrl,
        NONCE: nonce,
        ACTIONS_ID_TOKEN_REQUEST_URL: tokens,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: run.id,
      };
      return (await runStep(scriptOf(jobs["hand-in"]), last, given)) === 0;
    },
  };
}

async function checkOut(clone: string, commit: string, folder: string): Promise<void> {
  await git(clone, "clone", "--quiet", "--no-checkout", clone, folder);
  await git(folder, "checkout", "--quiet", commit);
}

/** Never waited for by standing still: the GitHub that it asks may live in this process. */
async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null" };
  return (await promisify(execFile)("git", args, { cwd: folder, env })).stdout;
}
