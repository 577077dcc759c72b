import { z } from "zod";
import type { AppOctokit } from "./probot.ts";

/** GitHub names no time for some secondary limits, and then asks for at least a minute. */
const UNNAMED_WAIT = 60_000;

type Now = () => number;

/** Until when GitHub asked one installation to stay away, in milliseconds since 1970. */
type Silence = { until: number };

type Headers = Readonly<Record<string, unknown>>;

/**
 * Stays away for as long as GitHub asks. Going on during a limit makes it longer and may get an app
 * banned, so until then every request fails here, without leaving; the row that wanted it stays due.
 */
export function respectLimits(octokit: AppOctokit, now: Now): AppOctokit {
  const silence: Silence = { until: 0 };
  octokit.hook.wrap("request", async (request, options) => {
    const left = silence.until - now();
    if (left > 0) throw new Error(`GitHub asked to wait ${Math.ceil(left / 1000)} seconds more`);
    try {
      const answer = await request(options);
      if (!isLimit(answer.data)) return answer;
      silence.until = namedIn(answer.headers, now()) ?? now() + UNNAMED_WAIT;
    } catch (fault) {
      silence.until = Math.max(silence.until, waitUntil(fault, now()));
      throw fault;
    }
    throw new Error("GitHub asked to wait in an answer of GraphQL's");
  });
  return octokit;
}

const SAID = /rate limit/i;

const refusalSchema = z.object({
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })),
});

/** GraphQL's limits come as answers of status 200. */
function isLimit(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null || !("errors" in answer)) return false;
  const refusal = refusalSchema.safeParse(answer);
  if (!refusal.success) return false;
  return refusal.data.errors.some(
    ({ type, message }) => type === "RATE_LIMITED" || SAID.test(message),
  );
}

/** When a refused request may be sent again; 0 when it was refused for another reason. */
function waitUntil(fault: unknown, now: number): number {
  if (!isAnswered(fault) || ![403, 429].includes(fault.status)) return 0;
  const named = namedIn(fault.response?.headers ?? {}, now);
  return named ?? (SAID.test(fault.message) ? now + UNNAMED_WAIT : 0);
}

/** The time that GitHub names, if it names one. */
function namedIn(headers: Headers, now: number): number | undefined {
  const seconds = Number(headers["retry-after"]);
  if (seconds > 0) return now + seconds * 1000;
  if (String(headers["x-ratelimit-remaining"]) !== "0") return undefined;
  return Number(headers["x-ratelimit-reset"]) * 1000 || now + UNNAMED_WAIT;
}

type Answered = Error & {
  readonly status: number;
  readonly response?: { readonly headers?: Headers };
};

function isAnswered(fault: unknown): fault is Answered {
  return fault instanceof Error && "status" in fault && typeof fault.status === "number";
}
