import { execFile } from "node:child_process";
import { load } from "js-yaml";
import { z } from "zod";

const job = z.object({
  permissions: z.record(z.string(), z.string()),
  steps: z.array(
    z.object({
      uses: z.string().optional(),
      with: z.record(z.string(), z.unknown()).optional(),
      run: z.string().optional(),
    }),
  ),
});

type Job = z.infer<typeof job>;

const workflow = z.object({
  on: z.strictObject({
    workflow_dispatch: z.object({ inputs: z.record(z.string(), z.unknown()) }),
  }),
  env: z.record(z.string(), z.string()),
  permissions: z.strictObject({}),
  jobs: z.strictObject({ answer: job, "hand-in": job }),
});

/** The workflow that runs both versions, from its text. */
export function readRunWorkflow(text: string): z.infer<typeof workflow> {
  return workflow.parse(load(text));
}

/** The one step of a job that is a script of its own. */
export function scriptOf({ steps }: Job): string {
  return steps.find(({ run }) => run !== undefined)?.run ?? "";
}

/** Runs a script as a runner does: by the same shell, in the job's folder, and says how it ended. */
export function runStep(
  script: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const whole = { PATH: process.env["PATH"] ?? "", HOME: folder, RUNNER_TEMP: folder, ...env };
  return new Promise((resolve) => {
    execFile("bash", ["-eo", "pipefail", "-c", script], { cwd: folder, env: whole }, (error) =>
      resolve(error === null ? 0 : 1),
    );
  });
}
