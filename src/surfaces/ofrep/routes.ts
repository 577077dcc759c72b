import { type Context, Hono } from "hono";

import { z } from "zod";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { digestOf } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Choice } from "../../core/rollout/choose-version.ts";
import { renderReason } from "../../core/prose/reasons.ts";
import { type AskedUnit, serveUnits } from "../../flows/runtime/serve-units.ts";
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

type Asked = AskedUnit & { readonly presented: string };

type Answered = { readonly token: RuntimeToken; readonly choice: Choice | undefined };

/** The flow behind the protocol, asked by many at a time. */
type Desk = (asked: Asked) => Promise<Result<Answered, ReasonCode>>;

function openDesk(ports: OfrepPorts): Desk {
  return answerTogether({
    keyOf: ({ presented }) => presented,
    answer: (asked) => serveTogether(ports, asked),
    most: MOST_TOGETHER,
  });
}

/** Everybody in it presents the same token. */
async function serveTogether(
  ports: OfrepPorts,
  asked: readonly Asked[],
): Promise<readonly Result<Answered, ReasonCode>[]> {
  const served = await serveUnits(ports, asked[0]?.presented ?? "", asked);
  if (!served.ok) return asked.map(() => served);
  const { token, choices } = served.value;
  return asked.map(({ unit = "" }) => accepted({ token, choice: choices.get(unit) }));
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
  const evaluated = await evaluate(desk, c, { system: key });
  if (evaluated instanceof Response) return evaluated;
  const { token, unit, evaluation } = evaluated;
  if (token.system !== key) return c.json({ key, errorCode: "FLAG_NOT_FOUND" }, 404);
  if (!unit.ok) return c.json({ key, errorCode: unit.refusal }, 400);
  return evaluation === undefined
    ? c.json({ key, errorCode: "FLAG_NOT_FOUND" }, 404)
    : c.json(evaluation);
}

/** A token speaks for one system, so all its flags are that one. */
async function evaluateAll(desk: Desk, c: Context): Promise<Response> {
  const evaluated = await evaluate(desk, c, {});
  if (evaluated instanceof Response) return evaluated;
  const { unit, evaluation } = evaluated;
  if (!unit.ok) return c.json({ errorCode: unit.refusal }, 400);
  const text = JSON.stringify({ flags: evaluation === undefined ? [] : [evaluation] });
  const etag = `"${digestOf(text)}"`;
  c.header("etag", etag);
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.body(text, 200, { "content-type": "application/json" });
}

type Evaluated = {
  readonly token: RuntimeToken;
  readonly unit: Result<string, ErrorCode>;
  readonly evaluation: Evaluation | undefined;
};

/** What was asked for, or the refusal of whoever asks: that comes first, whatever they sent. */
async function evaluate(desk: Desk, c: Context, named: AskedUnit): Promise<Evaluated | Response> {
  const presented = runtimeTokenOf(c);
  if (presented === undefined) return refuse(c, "request-unauthorised");
  const unit = await readUnit(c);
  const asked = unit.ok ? { ...named, presented, unit: unit.value } : { ...named, presented };
  const answered = await desk(asked);
  if (!answered.ok) return refuse(c, answered.refusal);
  const { token, choice } = answered.value;
  const evaluation = choice && evaluationOf(token.system, choice, new URL(c.req.url).origin);
  return { token, unit, evaluation };
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
