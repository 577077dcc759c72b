import { Command } from "commander";
import {
  type Problem,
  readSettings,
  type Settings,
  type Variable,
  VARIABLES,
} from "../../settings.ts";
import type { Result } from "../../core/kernel/result.ts";

type Running = { readonly url: string; close(): Promise<void> };

export type ServeWiring = {
  readonly env: Readonly<Record<string, string | undefined>>;
  start(
    settings: Settings,
  ): Promise<Result<Running, { readonly reason: "data-directory-locked"; readonly pid: number }>>;
};

export function serveCommand(wiring: ServeWiring): Command {
  return new Command("serve")
    .description("run the GitHub App: webhooks, API and workers in one process")
    .addHelpText("after", `\nEnvironment:\n${VARIABLES.map(renderVariable).join("\n")}`)
    .addHelpText("after", "\nExample:\n  $ APP_ID=1 PRIVATE_KEY=… WEBHOOK_SECRET=… omega serve")
    .action(async (_options: unknown, command: Command) => {
      const settings = readSettings(wiring.env);
      if (!settings.ok) return command.error(renderProblems(settings.refusal), { exitCode: 64 });
      const running = await wiring.start(settings.value);
      if (!running.ok) {
        const { reason, pid } = running.refusal;
        const who = `process ${pid} holds the data directory`;
        return command.error(`${reason}: ${who}; stop it, or use DATABASE_URL`, { exitCode: 1 });
      }
      process.stdout.write(`listening on ${running.value.url}\n`);
      await untilTold();
      await running.value.close();
    });
}

function renderVariable({ name, meaning, fallback }: Variable): string {
  const shown = fallback === undefined ? meaning : `${meaning} (default: ${fallback})`;
  return `  ${name}\n      ${shown}`;
}

function renderProblems(problems: readonly Problem[]): string {
  const lines = problems.map(({ variable, message }) => `  ${variable} ${message}`);
  return ["omega serve cannot start:", ...lines].join("\n");
}

function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
}
