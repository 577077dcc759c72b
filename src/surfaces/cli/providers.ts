import { Command } from "commander";
import type { CheckWiring } from "./check.ts";
import { examineProviders, type ProvidersWiring } from "./examine-providers.ts";
import { printSetUp } from "./print-set-up.ts";

const HELP = `
Asks no model anything. Exit code 0: nothing is refused; 1: a key is not taken; 64: a variable is
wrong.

Example:
  $ omega providers health`;

export function providersCommand(wiring: ProvidersWiring & Pick<CheckWiring, "paint">): Command {
  const health = new Command("health")
    .description("say which providers of models are configured, and whether they answer")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async (options: { readonly json?: boolean }, command: Command) => {
      printSetUp(await examineProviders(wiring, command), options, wiring);
    });
  return new Command("providers")
    .description("providers of models")
    .addHelpText("after", HELP)
    .addCommand(health);
}
