import { Command, CommanderError } from "commander";

/** Exit codes of every command; 0, 1 and 2 are answers, these two are not. */
const USAGE = 64;
const OUR_FAULT = 70;

/** The program `omega`: its commands, and what its ends mean to a shell. */
export function omegaProgram(version: string, commands: readonly Command[]): Command {
  const program = new Command("omega")
    .description("Governs AI agents which change themselves.")
    .version(version)
    // What stands behind a command is its own, though a command above it has an option of that name.
    .enablePositionalOptions()
    .showHelpAfterError("(omega --help lists the commands, each with an example)")
    .addHelpText("after", "\nExample:\n  $ omega demo --once");
  for (const command of commands) {
    inheritSettings(command, program);
    program.addCommand(command);
  }
  return program;
}

/** Commands that were made elsewhere inherit nothing by being added. */
function inheritSettings(command: Command, from: Command): void {
  command.copyInheritedSettings(from);
  for (const inner of command.commands) inheritSettings(inner, command);
}

/** Runs one command line. What went wrong is said on standard error, once, and in the exit code. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  throwInsteadOfExit(program);
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (fault) {
    process.exitCode = exitCodeOf(fault);
    if (fault instanceof CommanderError) return;
    const message = fault instanceof Error ? fault.message : String(fault);
    process.stderr.write(`omega: ${message}\n`);
  }
}

function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) throwInsteadOfExit(inner);
}

/**
 * Commander ends with 1 where a word or an option is wrong, and 1 means "rejected" here. Only what
 * a command says itself (`commander.error`) keeps the code that the command chose.
 */
function exitCodeOf(fault: unknown): number {
  if (!(fault instanceof CommanderError)) return OUR_FAULT;
  if (fault.code === "commander.error" || fault.exitCode === 0) return fault.exitCode;
  return USAGE;
}
