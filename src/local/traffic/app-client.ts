import { z } from "zod";
import { type Digest, digestOf, isDigest } from "../../core/kernel/digest.ts";

/** The app is asked over HTTP alone, as a runtime of its users would. */
export type AppClient = {
  evaluate(unit: string): Promise<Evaluated | undefined>;
  artifact(digest: Digest): Promise<string>;
  report(outcomes: readonly ReportedOutcome[]): Promise<{ readonly accepted: number }>;
};

export type Evaluated = {
  readonly artifact: Digest;
  readonly variant: "stable" | "candidate";
  readonly rollout?: string;
  readonly shadow?: Digest;
};

export type ReportedOutcome = {
  readonly id: string;
  readonly rollout: string;
  readonly unit: string;
  readonly variant: "stable" | "candidate" | "shadow";
  readonly metrics: Readonly<Record<string, number>>;
  readonly at: string;
};

export type AppAddress = {
  /** Asked every time, because a restarted app may have moved. */
  readonly appUrl: () => string;
  readonly system: string;
};

const PATIENCE = 10_000;

const digest = z.string().refine(isDigest);

const evaluation = z.object({
  value: z.object({ artifact: digest }),
  variant: z.enum(["stable", "candidate"]),
  metadata: z.object({ rollout: z.string().optional(), shadow_artifact: digest.optional() }),
});

const answers = z.object({ accepted: z.number() });

export function appClient(address: AppAddress, token: () => Promise<string>): AppClient {
  const call = async (path: string, body?: unknown): Promise<Response> => {
    const method = body === undefined ? "GET" : "POST";
    const headers = {
      authorization: `Bearer ${await token()}`,
      "content-type": "application/json",
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const signal = AbortSignal.timeout(PATIENCE);
    return fetch(new URL(path, address.appUrl()), { method, headers, signal, ...sent });
  };
  return {
    evaluate: async (unit) => {
      const path = `/ofrep/v1/evaluate/flags/${address.system}`;
      const answer = await call(path, { context: { targetingKey: unit } });
      if (answer.status === 404) return undefined;
      const { value, variant, metadata } = evaluation.parse(await readJson(answer));
      const { rollout, shadow_artifact: shadow } = metadata;
      return {
        artifact: value.artifact,
        variant,
        ...(rollout === undefined ? {} : { rollout }),
        ...(shadow === undefined ? {} : { shadow }),
      };
    },
    artifact: async (wanted) => {
      const answer = await call(`/api/v1/ir/artifacts/${wanted}`);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`the app answered ${answer.status} for an artifact`);
      if (digestOf(text) !== wanted) throw new Error("the artifact is not the one asked for");
      return text;
    },
    report: async (outcomes) =>
      answers.parse(await readJson(await call("/api/v1/outcomes", { outcomes }))),
  };
}

/** What an operator does once: a runtime token, asked for with a GitHub token. */
export async function askForToken(
  { appUrl, system }: AppAddress,
  wish: { readonly gitHubToken: string; readonly repositoryId: number },
): Promise<string> {
  const answer = await fetch(new URL("/api/v1/tokens", appUrl()), {
    method: "POST",
    headers: {
      authorization: `Bearer ${wish.gitHubToken}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      repository_id: wish.repositoryId,
      system,
      scopes: ["evaluate", "report"],
    }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  return z.object({ token: z.string() }).parse(await readJson(answer)).token;
}

async function readJson(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error(`the app answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
