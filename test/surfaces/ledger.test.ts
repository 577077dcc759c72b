import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { installationId, repositoryId } from "../../src/core/kernel/ids.ts";
import { rootOfLeaves } from "../../src/core/ledger/merkle.ts";
import { checkConsistency, checkInclusion } from "../../src/core/ledger/proofs.ts";
import { verifyExport } from "../../src/core/ledger/verify.ts";
import { ledgerRoutes } from "../../src/surfaces/api/ledger.ts";
import { GATES_PASSED, aDraft } from "../support/exports.ts";
import { forgeOfReaders } from "../support/readers.ts";

const REPOSITORY = repositoryId(7);
const STRANGER = aDraft("delivery", { secret: "theirs" }, { subject: { repository_id: 8 } });

describe("the ledger's routes", () => {
  let store: OpenedStore;
  let ask: (path: string, person?: string) => Promise<Response>;
  beforeAll(async () => {
    store = await openEmptyStore();
    await store.transact(async (tx) => {
      await tx.systems.rememberInstallation(REPOSITORY, installationId(5));
      for (const draft of [...GATES_PASSED, STRANGER]) await tx.ledger.append(draft);
    });
    const forge = forgeOfReaders({ alice: "read", mallory: "none" });
    const app = ledgerRoutes({ store, forge, appVersion: "0.1.0" });
    ask = async (path, person) =>
      app.request(path, person ? { headers: { authorization: `Bearer token-of-${person}` } } : {});
  });
  afterAll(() => store.close());

  it("export a record that verifies, without a word of another repository", async () => {
    const answer = await ask("/api/v1/repositories/7/ledger/export", "alice");
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
    const text = await answer.text();
    expect(text).not.toContain("theirs");
    expect(verifyExport(text)).toMatchObject({ ok: true, value: { size: 6, entries: 5 } });
  });

  it.each([
    ["nobody", undefined, 401, "request-unauthorised"],
    ["somebody whom GitHub does not let read", "mallory", 404, "not-found"],
  ])("tell %s nothing", async (...[, person, status, reason]) => {
    for (const path of [
      "/api/v1/repositories/7/ledger/export",
      "/api/v1/ledger/entries?repository_id=7",
    ]) {
      const answer = await ask(path, person);
      expect(answer.status).toBe(status);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(await answer.json()).toMatchObject({ reason_code: reason, status });
    }
  });

  it("answer alike for a repository that is unknown and one that may not be seen", async () => {
    const unknown = await ask("/api/v1/repositories/99/ledger/export", "alice");
    const hidden = await ask("/api/v1/repositories/7/ledger/export", "mallory");
    expect([unknown.status, await unknown.text()]).toEqual([hidden.status, await hidden.text()]);
  });

  it.each([
    "/api/v1/repositories/seven/ledger/export",
    "/api/v1/repositories/0/ledger/export",
    "/api/v1/ledger/entries",
    "/api/v1/ledger/entries?repository_id=7&limit=501",
    "/api/v1/ledger/entries?repository_id=7&from=-1",
    "/api/v1/ledger/proof",
    "/api/v1/ledger/proof?seq=x",
    "/api/v1/ledger/proof?seq=1&from=2",
  ])("refuse %s as no question", async (path) => {
    const answer = await ask(path, "alice");
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ reason_code: "request-invalid" });
  });

  it("list entries page by page", async () => {
    const first = await ask("/api/v1/ledger/entries?repository_id=7&limit=3", "alice");
    const page = (await first.json()) as { entries: { entry: { seq: number } }[]; next: number };
    expect(page.entries.map(({ entry }) => entry.seq)).toEqual([0, 1, 2]);
    const rest = await ask(`/api/v1/ledger/entries?repository_id=7&from=${page.next}`, "alice");
    expect(await rest.json()).toMatchObject({ entries: [{ entry: { seq: 3 } }, {}] });
  });

  it("prove that an entry is in the tree, and that the tree only grew", async () => {
    const stored = await store.transact((tx) => tx.ledger.read(0, 6));
    const leaves = stored.map(({ leaf }) => leaf);
    const answered = async (path: string) => JSON.parse(await (await ask(path)).text());
    const { proof, root } = await answered("/api/v1/ledger/proof?seq=2");
    expect(checkInclusion(proof, leaves[2] ?? "", root)).toBe(true);
    const checkpoint = await answered("/api/v1/ledger/checkpoint");
    expect(checkpoint).toEqual({ size: 6, root });
    const grown = await answered("/api/v1/ledger/proof?from=4");
    const roots = { from: rootOfLeaves(leaves.slice(0, 4)), to: root };
    expect(checkConsistency(grown.proof, roots)).toBe(true);
  });

  it.each(["seq=6", "from=7", "from=0", "seq=2&size=2", "seq=2&size=99"])(
    "have no proof for %s",
    async (query) => {
      expect((await ask(`/api/v1/ledger/proof?${query}`)).status).toBe(404);
    },
  );
});
