import { type Context, Hono } from "hono";
import { stream } from "hono/streaming";
import { z } from "zod";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { type RepositoryId, repositoryId } from "../../core/kernel/ids.ts";
import {
  type ConsistencyProof,
  type InclusionProof,
  planConsistency,
  planInclusion,
  proofHashes,
} from "../../core/ledger/proofs.ts";
import { authoriseReader } from "../../flows/runtime/authorise-reader.ts";
import { exportLedger } from "../../flows/runtime/export-ledger.ts";
import type { Ports } from "../../ports/ports.ts";

type LedgerPorts = Pick<Ports, "store" | "forge" | "appVersion">;

const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const repository = whole.refine((id) => id > 0);

const entriesQuery = z.object({
  repository_id: repository,
  from: whole.default(0),
  limit: whole.pipe(z.number().min(1).max(500)).default(100),
});

/** One of two questions: is this entry in the tree, or is that smaller tree its beginning? */
const proofQuery = z.union([
  z.strictObject({ seq: whole, size: whole.optional() }),
  z.strictObject({ from: whole, size: whole.optional() }),
]);

/** The record, for those who may read the repository; hashes and proofs for everybody. */
export function ledgerRoutes(ports: LedgerPorts): Hono {
  return new Hono()
    .get("/api/v1/repositories/:id/ledger/export", async (c) => {
      const id = repository.safeParse(c.req.param("id"));
      if (!id.success) return refuse(c, "request-invalid");
      const refusal = await refusalFor(ports, c, repositoryId(id.data));
      return refusal === undefined
        ? streamExport(ports, c, repositoryId(id.data))
        : refuse(c, refusal);
    })
    .get("/api/v1/ledger/entries", async (c) => {
      const query = entriesQuery.safeParse(c.req.query());
      if (!query.success) return refuse(c, "request-invalid");
      const { repository_id, from, limit } = query.data;
      const refusal = await refusalFor(ports, c, repositoryId(repository_id));
      if (refusal !== undefined) return refuse(c, refusal);
      const entries = await ports.store.transact((tx) =>
        tx.ledger.readOf(repository_id, from, limit),
      );
      const last = entries.length === limit ? entries.at(-1)?.entry.seq : undefined;
      return c.json({ entries, ...(last === undefined ? {} : { next: last + 1 }) });
    })
    .get("/api/v1/ledger/checkpoint", async (c) =>
      c.json(await ports.store.transact((tx) => tx.ledger.head())),
    )
    .get("/api/v1/ledger/proof", (c) => answerProof(ports, c));
}

async function refusalFor(
  ports: LedgerPorts,
  c: Context,
  id: RepositoryId,
): Promise<ReasonCode | undefined> {
  const token = /^Bearer (\S{1,4096})$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const reader = await authoriseReader(ports, token, id);
  return reader.ok ? undefined : reader.refusal;
}

function streamExport(ports: LedgerPorts, c: Context, id: RepositoryId): Response {
  c.header("content-type", "application/x-ndjson");
  c.header("cache-control", "no-store");
  return stream(c, async (out) => {
    for await (const lines of exportLedger(ports, id)) await out.write(lines);
  });
}

async function answerProof(ports: LedgerPorts, c: Context): Promise<Response> {
  const query = proofQuery.safeParse(c.req.query());
  if (!query.success) return refuse(c, "request-invalid");
  const asked = query.data;
  return ports.store.transact(async ({ ledger }) => {
    const head = await ledger.head();
    const size = asked.size ?? head.size;
    const smallest = "seq" in asked ? asked.seq + 1 : asked.from;
    if (smallest < 1 || smallest > size || size > head.size) return refuse(c, "not-found");
    const plan =
      "seq" in asked ? planInclusion(asked.seq, size) : planConsistency(asked.from, size);
    const hashes = proofHashes(plan, await ledger.subtrees(plan.flat()));
    const proof =
      "seq" in asked
        ? ({ index: asked.seq, size, hashes } satisfies InclusionProof)
        : ({ from: asked.from, to: size, hashes } satisfies ConsistencyProof);
    return c.json({ proof, ...(size === head.size ? { root: head.root } : {}) });
  });
}

const STATUS: Partial<Record<ReasonCode, 400 | 401 | 404>> = {
  "request-invalid": 400,
  "request-unauthorised": 401,
  "not-found": 404,
};

function refuse(c: Context, reason: ReasonCode): Response {
  const status = STATUS[reason] ?? 403;
  const problem = { type: "about:blank", title: reason, status, reason_code: reason };
  return c.json(problem, status, { "content-type": "application/problem+json" });
}
