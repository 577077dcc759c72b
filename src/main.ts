#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { lockDirectory } from "./adapters/data-directory/lock.ts";
import { openLog } from "./adapters/log/open-log.ts";
import { APP_VERSION, openPlace, openWorld } from "./compose.ts";
import { accepted } from "./core/kernel/result.ts";
import { startServer } from "./server.ts";
import { demoCommand } from "./surfaces/cli/demo.ts";
import { exportCommand } from "./surfaces/cli/export.ts";
import { serveCommand } from "./surfaces/cli/serve.ts";
import { tokenCommand } from "./surfaces/cli/token.ts";
import { verifyCommand } from "./surfaces/cli/verify.ts";

const USAGE = 64;
const OUR_FAULT = 70;

const program = new Command("omega")
  .description("Governs AI agents which change themselves.")
  .version(APP_VERSION)
  .showHelpAfterError("(omega --help lists the commands, each with an example)")
  .addCommand(
    serveCommand({
      env: process.env,
      start: async (settings) => {
        const world = await openWorld(settings);
        return world.ok ? accepted(await startServer(world.value, settings)) : world;
      },
    }),
  )
  .addCommand(
    exportCommand({
      env: process.env,
      openLocal: async (directory) => {
        const lock = await lockDirectory(directory);
        if (!lock.ok) return lock;
        const log = openLog({ level: "warn" });
        const store = await openPlace({ kind: "directory", path: directory }, log);
        const close = async (): Promise<void> => {
          await store.close();
          await lock.value.release();
        };
        return accepted({ store, appVersion: APP_VERSION, close });
      },
    }),
  )
  .addCommand(verifyCommand())
  .addCommand(tokenCommand({ env: process.env }))
  .addCommand(
    demoCommand(async (options) => (await import("./local/demo/demo.ts")).runDemo(options)),
  );

for (const command of [program, ...program.commands]) command.exitOverride();

try {
  await program.parseAsync();
} catch (fault) {
  process.exitCode = exitCodeOf(fault);
  if (!(fault instanceof CommanderError)) {
    process.stderr.write(`omega: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  }
}

/** Commander says 1 for a wrong word; that is a usage error, and 1 means "rejected" here. */
function exitCodeOf(fault: unknown): number {
  if (!(fault instanceof CommanderError)) return OUR_FAULT;
  return fault.code.startsWith("commander.") && fault.exitCode === 1 ? USAGE : fault.exitCode;
}
