import { Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { askApp, parseAppUrl, parseId } from "./ask-app.ts";

export type TokenWiring = { readonly env: Readonly<Record<string, string | undefined>> };

type Options = {
  readonly url: string;
  readonly repositoryId: number;
  readonly system: string;
  readonly scopes: readonly string[];
  readonly tokenEnv: string;
  readonly json?: boolean;
};

const issued = z.object({ token: z.string() });

export function tokenCommand(wiring: TokenWiring): Command {
  const create = new Command("create")
    .description("make a token for a system's runtime; it is shown once")
    .requiredOption("--url <url>", "address of the running app", parseAppUrl)
    .requiredOption("--repository-id <n>", "GitHub's number of the repository", parseId)
    .requiredOption("--system <name>", "name of the system in the charter")
    .option("--scopes <list>", "evaluate, report or both", parseScopes, ["evaluate", "report"])
    .option("--token-env <name>", "variable that holds your GitHub token", "GITHUB_TOKEN")
    .option("--json", "print the whole answer as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  $ omega token create --url http://127.0.0.1:3000 --repository-id 1 --system triage",
    )
    .action(createToken(wiring));
  return new Command("token").description("tokens for runtimes").addCommand(create);
}

function createToken({ env }: TokenWiring) {
  return async (options: Options, command: Command): Promise<void> => {
    const gitHubToken = env[options.tokenEnv];
    if (!gitHubToken)
      command.error(`the variable ${options.tokenEnv} is not set`, { exitCode: 64 });
    const request = {
      method: "POST",
      headers: { authorization: `Bearer ${gitHubToken}`, "content-type": "application/json" },
      body: JSON.stringify({
        repository_id: options.repositoryId,
        system: options.system,
        scopes: options.scopes,
      }),
    };
    const answer = await askApp(new URL("/api/v1/tokens", options.url), request, command);
    const text = await answer.text();
    if (!answer.ok) {
      const exitCode = answer.status < 500 ? 1 : 70;
      command.error(`the app answered ${answer.status}: ${text}`, { exitCode });
    }
    const shown = options.json === true ? text : issued.parse(JSON.parse(text)).token;
    process.stdout.write(`${shown}\n`);
  };
}

function parseScopes(text: string): readonly string[] {
  const scopes = text.split(",").map((scope) => scope.trim());
  if (!scopes.every((scope) => scope === "evaluate" || scope === "report")) {
    throw new InvalidArgumentError("Scopes are evaluate and report.");
  }
  return scopes;
}
