import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openStarter } from "../../adapters/starter/open-starter.ts";
import { CHARTER_PATH } from "../../core/ir/charter.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import { startTraffic, type Traffic } from "../traffic/driver.ts";
import { tellParcelStory } from "./parcel-story.ts";
import { exportRecord, readRecord } from "./record.ts";
import { type Opened, type Row, rowOf } from "./row.ts";
import { tellStory } from "./story.ts";
import { placeOf, renderTable } from "./table.ts";
import { type DemoWorld, openWorld, PARCELS, REPOSITORY, TEMPLATES } from "./world.ts";

type Options = {
  readonly once?: boolean;
  readonly json?: boolean;
  readonly databaseUrl?: string;
};

/** What `--json` prints. `export` is the path of the ledger export that the rows were read from. */
export type DemoReport = {
  readonly scenarios: readonly Row[];
  readonly export: string;
  readonly ok: boolean;
  readonly versions: { readonly node: string; readonly platform: string };
};

/** Tells the story once; resolves with the exit code: 0 only if every outcome is as stated. */
export async function runDemo(options: Options): Promise<number> {
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  say("Starting a local GitHub and the app …");
  const world = await openWorld({
    files: await ungoverned(),
    parcels: Object.fromEntries(await openStarter(join(TEMPLATES, "parcels")).files()),
    onLog: logFilter(say),
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  });
  say(`GitHub: ${world.github.url}   app: ${world.app.url}`);
  say(await renderSettings());
  const traffic: { running?: Traffic } = {};
  try {
    const opened = await tellBoth(world, say, async () => {
      traffic.running ??= await startLiveTraffic(world);
    });
    await traffic.running?.stop();
    const token = world.github.tokenFor(world.operator.login);
    const [desk, parcels] = await Promise.all(
      [world.repositoryId, world.parcelsId].map(async (repositoryId) => {
        const file = await exportRecord(world, token, repositoryId);
        return { file, entries: await readRecord(file) };
      }),
    );
    if (desk === undefined || parcels === undefined) throw new Error("a record is missing");
    const rows = opened.map((one) => rowOf(one, one.repository === PARCELS ? parcels : desk));
    const report = reportOf(rows, desk.file);
    print(report, options);
    if (options.once !== true) await untilInterrupted(say, world);
    return report.ok ? 0 : 1;
  } finally {
    await traffic.running?.stop();
    await world.close();
  }
}

/** The two repositories know nothing of each other, and are told side by side. */
async function tellBoth(
  world: DemoWorld,
  say: (line: string) => void,
  onProduction: () => Promise<void>,
): Promise<readonly Opened[]> {
  const parcels = { say: (line: string) => say(`${PARCELS.repo} ${line}`), repository: PARCELS };
  const [first, second] = await Promise.all([
    tellStory({ world, repository: REPOSITORY, say, onProduction }),
    tellParcelStory({ world, ...parcels, onProduction: () => Promise.resolve() }),
  ]);
  return [...first, ...second];
}

/** An agent that nobody governs yet: the story begins with the question for a charter. */
async function ungoverned(): Promise<Readonly<Record<string, string>>> {
  const files = await openStarter().files();
  return Object.fromEntries([...files].filter(([path]) => path !== CHARTER_PATH));
}

function reportOf(scenarios: readonly Row[], file: string): DemoReport {
  return {
    scenarios,
    export: file,
    ok: scenarios.length > 0 && scenarios.every((row) => row.as_expected),
    versions: { node: process.version, platform: `${process.platform}-${process.arch}` },
  };
}

function print(report: DemoReport, { json }: Options): void {
  if (json === true) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const places = report.scenarios.map((row) => `${placeOf(row)}  ${row.url}`);
  const lines = [
    "",
    renderTable(report.scenarios),
    "",
    ...places,
    "",
    ...new Set(
      report.scenarios.map(
        ({ export: file }) => `Record: ${file}   check it with: omega verify ${file}`,
      ),
    ),
    report.ok ? "Every outcome is as its scenario states." : "Some outcomes are NOT as stated.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Live users: they ask the app which version serves them, run it, and report how it went. */
async function startLiveTraffic(world: DemoWorld): Promise<Traffic> {
  return startTraffic({
    appUrl: () => world.app.url,
    gitHubToken: world.github.tokenFor(world.operator.login),
    repositoryId: world.repositoryId,
    system: "triage",
    items: join(TEMPLATES, "traffic"),
  });
}

/** What makes the demo quick stands in the starter's charter and nowhere else. */
async function renderSettings(): Promise<string> {
  const path = join(TEMPLATES, "starter", CHARTER_PATH);
  const charter = parseCharter(CHARTER_PATH, await readFile(path));
  const rollout = charter.ok ? charter.value.charter.systems["triage"]?.rollout : undefined;
  if (rollout === undefined) throw new Error("the starter's charter cannot be read");
  const { shadow, canary } = rollout;
  return (
    `Charter: shadow ${shadow.units} units; canary ${canary.steps.join(" → ")} % of live units, ` +
    `at least ${canary.min_units} units and ${canary.soak} for each step`
  );
}

/** Warnings of the app are worth a line; its ordinary log is not part of the story. */
function logFilter(say: (line: string) => void): (line: string) => void {
  return (line) => {
    if (/"level":(40|50|60)/.test(line)) say(`  app: ${line}`);
  };
}

function untilInterrupted(say: (line: string) => void, world: DemoWorld): Promise<void> {
  const { owner, repo } = REPOSITORY;
  say(`Still running: ${world.github.url}/${owner}/${repo}   Ctrl-C ends it.`);
  return new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
}
