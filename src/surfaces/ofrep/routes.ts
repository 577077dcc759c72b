import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { digestOf } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import { renderReason } from "../../core/prose/reasons.ts";
import { authoriseRuntime } from "../../flows/runtime/authorise-runtime.ts";
import { chooseVariant } from "../../flows/runtime/choose-variant.ts";
import type { Ports } from "../../ports/ports.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";
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

/** The OpenFeature Remote Evaluation Protocol: any of its SDKs can ask which version to run. */
export function ofrepRoutes(ports: OfrepPorts): Hono {
  const limited = bodyLimit({
    maxSize: MOST_BYTES,
    onError: (c) => refuse(c, "request-invalid", "The body is larger than 64 KiB."),
  });
  return new Hono()
    .post("/ofrep/v1/evaluate/flags/:key", limited, (c) => evaluateOne(ports, c))
    .post("/ofrep/v1/evaluate/flags", limited, (c) => evaluateAll(ports, c))
    .onError((fault, c) => {
      // The SDK falls back to the artifact it has on disk: our outage never starts a candidate.
      ports.log.error("an evaluation failed", { detail: fault.message });
      return c.json({ errorDetails: renderReason("internal-fault").sentence }, 500);
    });
}

async function evaluateOne(ports: OfrepPorts, c: Context): Promise<Response> {
  const key = c.req.param("key") ?? "";
  const token = await authoriseRuntime(ports, runtimeTokenOf(c), "evaluate");
  if (!token.ok) return refuse(c, token.refusal);
  if (token.value.system !== key) return c.json({ key, errorCode: "FLAG_NOT_FOUND" }, 404);
  const unit = await readUnit(c);
  if (!unit.ok) return c.json({ key, errorCode: unit.refusal }, 400);
  const evaluation = await evaluate(ports, c, { token: token.value, unit: unit.value });
  return evaluation === undefined
    ? c.json({ key, errorCode: "FLAG_NOT_FOUND" }, 404)
    : c.json(evaluation);
}

/** A token speaks for one system, so all its flags are that one. */
async function evaluateAll(ports: OfrepPorts, c: Context): Promise<Response> {
  const token = await authoriseRuntime(ports, runtimeTokenOf(c), "evaluate");
  if (!token.ok) return refuse(c, token.refusal);
  const unit = await readUnit(c);
  if (!unit.ok) return c.json({ errorCode: unit.refusal }, 400);
  const evaluation = await evaluate(ports, c, { token: token.value, unit: unit.value });
  const text = JSON.stringify({ flags: evaluation === undefined ? [] : [evaluation] });
  const etag = `"${digestOf(text)}"`;
  c.header("etag", etag);
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.body(text, 200, { "content-type": "application/json" });
}

type Evaluating = { readonly token: RuntimeToken; readonly unit: string };

async function evaluate(
  ports: OfrepPorts,
  c: Context,
  { token, unit }: Evaluating,
): Promise<Evaluation | undefined> {
  const choice = await chooseVariant(ports, token, unit);
  if (!choice.ok) return undefined;
  return evaluationOf(token.system, choice.value, new URL(c.req.url).origin);
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
