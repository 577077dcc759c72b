import { type Context, Hono } from "hono";

import { z } from "zod";
import { digestOf } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Choice } from "../../core/rollout/choose-version.ts";
import { renderReason } from "../../core/prose/reasons.ts";
import { authoriseRuntime } from "../../flows/runtime/authorise-runtime.ts";
import { chooseVariants } from "../../flows/runtime/choose-variants.ts";
import type { Ports } from "../../ports/ports.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";
import { answerTogether } from "../answer-together.ts";
import { limitBody } from "../limit-body.ts";
import { runtimeTokenOf } from "../presented-token.ts";
import { refuse } from "../problem.ts";
import { type Evaluation, evaluationOf } from "./evaluation.ts";

type OfrepPorts = Pick<Ports, "store" | "clock" | "log">;

/** Context attributes beyond the unit are not read; this leaves room for what SDKs send along. */
const MOST_BYTES = 64 * 1024;

type ErrorCode = "PARSE_ERROR" | "TARGETING_KEY_MISSING" | "INVALID_CONTEXT" | "FLAG_NOT_FOUND";

const evaluationRequest = z.object({
  context: z.object({ targetingKey: z.unknown().optional() }).optional(),
});

const unitOfWork = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\p{Cc}\p{Surrogate}]+$/u);

/** Units in one transaction: what comes on a busy day while the one before is under way. */
const MOST_TOGETHER = 500;

type Asked = { readonly token: RuntimeToken; readonly unit: string };

/** The flows behind the protocol, asked by many at a time. */
type Desk = {
  readonly authorise: (presented: string | undefined) => ReturnType<typeof authoriseRuntime>;
  /** Nothing where the system has no version yet. */
  readonly choose: (asked: Asked) => Promise<Choice | undefined>;
};

function openDesk(ports: OfrepPorts): Desk {
  return {
    authorise: answerTogether({
      keyOf: (presented) => presented ?? "",
      // Everybody in it presents the same token.
      answer: async (presented) => {
        const token = await authoriseRuntime(ports, presented[0], "evaluate");
        return presented.map(() => token);
      },
      most: MOST_TOGETHER,
    }),
    choose: answerTogether({
      keyOf: ({ token }) => token.sha256,
      answer: (asked) => chooseTogether(ports, asked),
      most: MOST_TOGETHER,
    }),
  };
}

async function chooseTogether(
  ports: OfrepPorts,
  asked: readonly Asked[],
): Promise<readonly (Choice | undefined)[]> {
  const [first] = asked;
  if (first === undefined) return [];
  const units = new Set(asked.map(({ unit }) => unit));
  const choices = await chooseVariants(ports, first.token, [...units]);
  return asked.map(({ unit }) => (choices.ok ? choices.value.get(unit) : undefined));
}

/** The OpenFeature Remote Evaluation Protocol: any of its SDKs can ask which version to run. */
export function ofrepRoutes(ports: OfrepPorts): Hono {
  const desk = openDesk(ports);
  const limited = limitBody({
    maxSize: MOST_BYTES,
    onError: (c) => refuse(c, "request-invalid", "The body is larger than 64 KiB."),
  });
  return new Hono()
    .post("/ofrep/v1/evaluate/flags/:key", limited, (c) => evaluateOne(desk, c))
    .post("/ofrep/v1/evaluate/flags", limited, (c) => evaluateAll(desk, c))
    .onError((fault, c) => {
      // The SDK falls back to the artifact it has on disk: our outage never starts a candidate.
      ports.log.error("an evaluation failed", { detail: fault.message });
      return c.json({ errorDetails: renderReason("internal-fault").sentence }, 500);
    });
}

async function evaluateOne(desk: Desk, c: Context): Promise<Response> {
  const key = c.req.param("key") ?? "";
  const token = await desk.authorise(runtimeTokenOf(c));
  if (!token.ok) return refuse(c, token.refusal);
  if (token.value.system !== key) return c.json({ key, errorCode: "FLAG_NOT_FOUND" }, 404);
  const unit = await readUnit(c);
  if (!unit.ok) return c.json({ key, errorCode: unit.refusal }, 400);
  const evaluation = await evaluate(desk, c, { token: token.value, unit: unit.value });
  return evaluation === undefined
    ? c.json({ key, errorCode: "FLAG_NOT_FOUND" }, 404)
    : c.json(evaluation);
}

/** A token speaks for one system, so all its flags are that one. */
async function evaluateAll(desk: Desk, c: Context): Promise<Response> {
  const token = await desk.authorise(runtimeTokenOf(c));
  if (!token.ok) return refuse(c, token.refusal);
  const unit = await readUnit(c);
  if (!unit.ok) return c.json({ errorCode: unit.refusal }, 400);
  const evaluation = await evaluate(desk, c, { token: token.value, unit: unit.value });
  const text = JSON.stringify({ flags: evaluation === undefined ? [] : [evaluation] });
  const etag = `"${digestOf(text)}"`;
  c.header("etag", etag);
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.body(text, 200, { "content-type": "application/json" });
}

async function evaluate(desk: Desk, c: Context, asked: Asked): Promise<Evaluation | undefined> {
  const choice = await desk.choose(asked);
  if (choice === undefined) return undefined;
  return evaluationOf(asked.token.system, choice, new URL(c.req.url).origin);
}

async function readUnit(c: Context): Promise<Result<string, ErrorCode>> {
  const body: unknown = await c.req.json().catch(() => undefined);
  if (body === undefined) return refused("PARSE_ERROR");
  const request = evaluationRequest.safeParse(body);
  if (!request.success) return refused("INVALID_CONTEXT");
  const key = request.data.context?.targetingKey;
  if (key === undefined || key === null || key === "") return refused("TARGETING_KEY_MISSING");
  const unit = unitOfWork.safeParse(key);
  return unit.success ? accepted(unit.data) : refused("INVALID_CONTEXT");
}
