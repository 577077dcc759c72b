#!/usr/bin/env node
import { systemEntropy } from "./adapters/clock/system-clock.ts";
import { lockDirectory } from "./adapters/data-directory/lock.ts";
import { openClone } from "./adapters/git-clone/open-clone.ts";
import { exportReader } from "./adapters/ledger-export/read-export.ts";
import { openSandbox } from "./adapters/sandbox/sandbox.ts";
import { openSealedDirectory } from "./adapters/sealed/sealed-directory.ts";
import { openStarter } from "./adapters/starter/open-starter.ts";
import { APP_VERSION } from "./app-version.ts";
import { accepted, refused } from "./core/kernel/result.ts";
import { backtestCommand } from "./surfaces/cli/backtest.ts";
import { checkCommand, type CheckWiring } from "./surfaces/cli/check.ts";
import { omegaProgram, runProgram } from "./surfaces/cli/cli.ts";
import { compileCommand } from "./surfaces/cli/compile.ts";
import { demoCommand } from "./surfaces/cli/demo.ts";
import { diffCommand } from "./surfaces/cli/diff.ts";
import { doctorCommand } from "./surfaces/cli/doctor.ts";
import { evalCommand } from "./surfaces/cli/eval.ts";
import { exportCommand, type ExportWiring } from "./surfaces/cli/export.ts";
import { importCommand } from "./surfaces/cli/import.ts";
import { initCommand } from "./surfaces/cli/init.ts";
import { paintFor } from "./surfaces/cli/paint.ts";
import type { ProvidersWiring } from "./surfaces/cli/examine-providers.ts";
import { providersCommand } from "./surfaces/cli/providers.ts";
import { planCommand } from "./surfaces/cli/plan.ts";
import { sealCommand } from "./surfaces/cli/seal.ts";
import { serveCommand, type ServeWiring } from "./surfaces/cli/serve.ts";
import { simulateCommand } from "./surfaces/cli/simulate.ts";
import { statusCommand } from "./surfaces/cli/status.ts";
import { tokenCommand } from "./surfaces/cli/token.ts";
import { verifyCommand } from "./surfaces/cli/verify.ts";

// Database, queue and GitHub client take longer to load than most commands run.

/** A second process is refused before it loads what it will not need. */
const start: ServeWiring["start"] = async (settings) => {
  const { place } = settings;
  // Only the embedded database has a directory that two processes could open at once.
  const lock = place.kind === "directory" ? await lockDirectory(place.path) : accepted(undefined);
  if (!lock.ok) return lock;
  const [{ openWorld }, { startServer }] = await Promise.all([
    import("./compose.ts"),
    import("./server.ts"),
  ]);
  return accepted(await startServer(await openWorld(settings, lock.value), settings));
};

const openLocal: ExportWiring["openLocal"] = async (directory) => {
  const [{ openPlace }, { holdsDatabase }, { openLog }] = await Promise.all([
    import("./compose.ts"),
    import("./adapters/store/pglite.ts"),
    import("./adapters/log/open-log.ts"),
  ]);
  if (!holdsDatabase(directory)) return refused({ reason: "data-directory-empty" });
  const lock = await lockDirectory(directory);
  if (!lock.ok) return lock;
  const store = await openPlace({ kind: "directory", path: directory }, openLog({ level: "warn" }));
  const close = async (): Promise<void> => {
    await store.close();
    await lock.value.release();
  };
  return accepted({ store, appVersion: APP_VERSION, close });
};

const { env } = process;

const onClone: CheckWiring = {
  env,
  appVersion: APP_VERSION,
  paint: paintFor({ isTerminal: process.stdout.isTTY, env }),
  openClone: (directory) => openClone({ directory, path: env["PATH"] ?? "" }),
  openSandbox: () => openSandbox({ bubblewrap: "probe" }),
  readExport: exportReader(),
  openSealed: openSealedDirectory,
};

const checkProviders: ProvidersWiring["checkProviders"] = async (settings) => {
  const { openModels } = await import("./adapters/providers/open-models.ts");
  return openModels(settings).health();
};

await runProgram(
  omegaProgram(APP_VERSION, [
    serveCommand({ env, start }),
    exportCommand({ env, openLocal }),
    verifyCommand(),
    initCommand({ ...onClone, starter: openStarter() }),
    doctorCommand({ ...onClone, checkProviders, nodeVersion: process.version }),
    providersCommand({ ...onClone, checkProviders }),
    checkCommand(onClone),
    simulateCommand(onClone),
    backtestCommand({ ...onClone, isTerminal: process.stderr.isTTY }),
    compileCommand(onClone),
    diffCommand(onClone),
    importCommand(onClone),
    evalCommand({ ...onClone, isTerminal: process.stderr.isTTY }),
    planCommand(onClone),
    sealCommand({ ...onClone, random: () => systemEntropy.id() }),
    statusCommand({ env }),
    tokenCommand({ env }),
    demoCommand(async (options) => (await import("./local/demo/demo.ts")).runDemo(options)),
  ]),
  process.argv.slice(2),
);
