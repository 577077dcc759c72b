import { Command } from "commander";
import { z } from "zod";
import { renderStatusTable } from "../../core/prose/status-table.ts";
import { visible } from "../../core/prose/escape.ts";
import { type AppOptions, appNamed, askApp, parseAppUrl, parseId } from "./ask-app.ts";

export type StatusWiring = { readonly env: Readonly<Record<string, string | undefined>> };

type Options = AppOptions & { readonly json?: boolean };

const text = z.string().max(2000).transform(visible);

const reasoned = { reason_code: text, reason: text, unblocked_by: text };

const answerSchema = z.object({
  open: z.array(
    z.object({
      ...reasoned,
      pull: z.int(),
      system: text.optional(),
      state: text,
      share: z.number().optional(),
      units: z.int().optional(),
      evidence: z.array(
        z.object({ metric: text, e_harm: z.number(), e_no_harm: z.number().optional() }),
      ),
    }),
  ),
  incidents: z.array(
    z.object({
      ...reasoned,
      id: text,
      freezes: z.union([z.literal("repository"), z.array(text)]),
    }),
  ),
});

export function statusCommand({ env }: StatusWiring): Command {
  return new Command("status")
    .description("show what is under way in a repository, and who can unblock it")
    .requiredOption("--url <url>", "the running app", parseAppUrl)
    .requiredOption("--repository-id <n>", "GitHub's number of the repository", parseId)
    .option("--token-env <name>", "variable that holds your GitHub token", "GITHUB_TOKEN")
    .option("--json", "print the app's answer as it is")
    .addHelpText(
      "after",
      "\nExample:\n  $ omega status --url http://127.0.0.1:3000 --repository-id 1",
    )
    .action(async (options: Options, command: Command) => {
      const app = appNamed(options, env, command);
      if (app === undefined) return;
      const url = new URL(`/api/v1/repositories/${app.repositoryId}/status`, app.url);
      const headers = { authorization: `Bearer ${app.token}` };
      const answer = await askApp(url, { headers }, command);
      const body = await answer.text();
      if (!answer.ok) {
        const exitCode = answer.status < 500 ? 1 : 70;
        command.error(`the app answered ${answer.status}: ${visible(body)}`, { exitCode });
      }
      const isJson = options.json === true;
      const shown = isJson ? body : renderStatusTable(answerSchema.parse(JSON.parse(body)));
      process.stdout.write(`${shown}\n`);
    });
}
