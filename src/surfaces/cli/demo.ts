import { Command } from "commander";

export type DemoOptions = {
  readonly once?: boolean;
  readonly json?: boolean;
  /** Never read from the environment: what governs real repositories there is not for a demo. */
  readonly databaseUrl?: string;
};

/** The demo brings its own GitHub and runs the product beside it, so it is loaded only when asked for. */
export function demoCommand(run: (options: DemoOptions) => Promise<number>): Command {
  return new Command("demo")
    .description("govern real pull requests on a local GitHub: no account, key or network")
    .option("--once", "end when the story is told; 0 only if every outcome is as stated")
    .option("--json", "print one JSON object instead of the table")
    .option(
      "--database-url <url>",
      "run on an empty PostgreSQL database instead of the embedded one",
    )
    .addHelpText("after", "\nExample:\n  $ omega demo --once")
    .action(async (options: DemoOptions) => {
      process.exitCode = await run(options);
    });
}
