import type { Command } from "commander";
import { afterEach, beforeEach, vi } from "vitest";
import { openClone } from "../../src/adapters/git-clone/open-clone.ts";
import { exportReader } from "../../src/adapters/ledger-export/read-export.ts";
import { openModels } from "../../src/adapters/providers/open-models.ts";
import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import { openSealedDirectory } from "../../src/adapters/sealed/sealed-directory.ts";
import type { CheckWiring } from "../../src/surfaces/cli/check.ts";
import { omegaProgram, runProgram } from "../../src/surfaces/cli/cli.ts";
import type { ProvidersWiring } from "../../src/surfaces/cli/examine-providers.ts";
import { paintFor } from "../../src/surfaces/cli/paint.ts";

/** Commands on a clone as `main` wires them, on a pipe and without an environment. */
export function cliWiring(): CheckWiring & Pick<ProvidersWiring, "checkProviders"> {
  return {
    checkProviders: (settings) => openModels(settings).health(),
    env: {},
    appVersion: "1.2.3",
    paint: paintFor({ isTerminal: false, env: {} }),
    openClone: (directory) => openClone({ directory, path: process.env["PATH"] ?? "" }),
    openSandbox: () => openSandbox({ bubblewrap: "off" }),
    readExport: exportReader(),
    openSealed: openSealedDirectory,
  };
}

type Said = { readonly out: string; readonly err: string; forget(): void };

/** What a command of this test file says, emptied before each test. */
export function captureOutput(): Said {
  const said = {
    out: "",
    err: "",
    forget: (): void => {
      said.out = "";
      said.err = "";
    },
  };
  beforeEach(() => {
    said.forget();
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      said.out += String(text);
      return true;
    });
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      said.err += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });
  return said;
}

/** Runs one command line to its exit code. */
export async function runCommand(command: Command, argv: readonly string[]): Promise<number> {
  process.exitCode = undefined;
  await runProgram(omegaProgram("1.2.3", [command]), argv);
  return process.exitCode ?? 0;
}
