import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { compile } from "../../src/core/ir/compile.ts";
import { sha256Hex } from "../../src/core/kernel/digest.ts";
import { repositoryId } from "../../src/core/kernel/ids.ts";
import type { Forge, Repository, Role } from "../../src/ports/forge.ts";
import { aSnapshot, aVersion } from "../support/builders.ts";
import { aRollout, BEGAN } from "../support/rollouts.ts";
import { openRuntimeApp, pointAt, RUNTIME_TOKEN, type RuntimeApp } from "../support/runtime-app.ts";
import { readStarter } from "../support/starter.ts";

const ROLES: Readonly<Record<string, Role>> = {
  dana: "write",
  mona: "maintain",
  rob: "write",
  tina: "triage",
  "helper[bot]": "admin",
};

/** A GitHub that knows people by their token, and one repository made from the starter. */
const FORGE: Forge = {
  userOf: (token) =>
    Promise.resolve(
      token.startsWith("gh-")
        ? { id: 1, login: token.slice(3), isBot: token.endsWith("[bot]") }
        : undefined,
    ),
  repository: (_installation, id) => {
    const snapshot = aSnapshot({ [CHARTER_PATH]: readStarter().files[CHARTER_PATH] ?? "" });
    const repository: Pick<
      Repository,
      "id" | "defaultBranch" | "commitOf" | "tree" | "blob" | "role"
    > = {
      id,
      defaultBranch: "main",
      commitOf: () => Promise.resolve(snapshot.commit),
      tree: () => Promise.resolve(snapshot.tree),
      blob: (sha) => Promise.resolve(snapshot.blobs.get(sha) ?? new Uint8Array()),
      role: (login) => Promise.resolve(ROLES[login] ?? "none"),
    };
    return Promise.resolve(repository as Repository);
  },
  look: () => Promise.reject(new Error("nobody looks at a pull request here")),
};

let runtime: RuntimeApp;

beforeAll(async () => {
  runtime = await openRuntimeApp({ forge: FORGE });
});

afterEach(() => runtime.clear());

afterAll(() => runtime.close());

const AS_RUNTIME = { authorization: `Bearer ${RUNTIME_TOKEN}` };

const get = (path: string, headers: Readonly<Record<string, string>> = AS_RUNTIME) =>
  runtime.app.request(path, { headers });

describe("artifacts", () => {
  const artifact = compile(aVersion());
  const path = `/api/v1/ir/artifacts/${artifact.digest}`;
  const save = () =>
    runtime.store.transact((tx) => tx.artifacts.save(artifact.digest, artifact.text));
  const ours = { stable: artifact.digest, before: artifact.version, system: "greeter" };

  it("come as the bytes of their digest, once and for ever", async () => {
    await save();
    await pointAt(runtime, ours);
    const answer = await get(path);
    const text = await answer.text();

    expect(`sha256:${sha256Hex(text)}`).toBe(artifact.digest);
    expect(answer.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    const again = await get(path, { ...AS_RUNTIME, "if-none-match": `"${artifact.digest}"` });
    expect(again.status).toBe(304);
  });

  it("of a candidate can be fetched while it is tried out", async () => {
    await save();
    const { digest: candidate, version: after } = artifact;
    await runtime.save(aRollout({ state: "shadow", candidate, after }));

    expect((await get(path)).status).toBe(200);
  });

  it("of a version before the last promotion can still be fetched", async () => {
    await save();
    const now = { stable: `sha256:${"1".repeat(64)}`, before: `sha256:${"2".repeat(64)}` } as const;
    await pointAt(runtime, { ...now, system: "greeter" });
    await runtime.store.transact((tx) =>
      tx.systems.recordEdge({
        repositoryId: repositoryId(7),
        system: "greeter",
        version: now.before,
        parent: artifact.version,
        entrySeq: 1,
      }),
    );

    expect((await get(path)).status).toBe(200);
  });

  it("of somebody else are not to be had for a known digest", async () => {
    await save();
    await pointAt(runtime, { ...ours, system: "other" });

    expect((await get(path)).status).toBe(404);
  });

  it.each([
    ["an unknown digest", `/api/v1/ir/artifacts/sha256:${"0".repeat(64)}`, 404],
    ["what is no digest", "/api/v1/ir/artifacts/latest", 400],
  ])("are refused for %s", async (_what, wanted, status) => {
    const answer = await get(wanted);

    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  it("need a token", async () => {
    expect((await get(path, {})).status).toBe(401);
  });
});

describe("tokens", () => {
  async function wish(as: string, parts: Readonly<Record<string, unknown>> = {}) {
    const body = { repository_id: 7, system: "triage", scopes: ["evaluate"], ...parts };
    const answer = await runtime.app.request("/api/v1/tokens", {
      method: "POST",
      headers: { authorization: `Bearer ${as}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const parsed: { token: string; reason_code?: string } = JSON.parse(await answer.text());
    return { status: answer.status, headers: answer.headers, body: parsed };
  }

  it.each([
    ["an operator of the charter", "gh-dana"],
    ["a maintainer", "gh-mona"],
  ])("are made for %s, shown once and kept as a hash", async (_who, as) => {
    const { status, headers, body } = await wish(as);
    const kept = await runtime.store.transact((tx) => tx.tokens.find(sha256Hex(body.token)));

    expect(status).toBe(201);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(kept).toMatchObject({ system: "triage", scopes: ["evaluate"], createdAt: BEGAN });
    expect(JSON.stringify(kept)).not.toContain(body.token);
  });

  it.each([
    ["somebody who only writes", "gh-rob", {}, { status: 403, code: "command-not-permitted" }],
    ["somebody who only triages", "gh-tina", {}, { status: 403, code: "command-not-permitted" }],
    ["a bot", "gh-helper[bot]", {}, { status: 403, code: "command-not-permitted" }],
    ["a stranger", "gh-eve", {}, { status: 404, code: "not-found" }],
    ["nobody", "wrong", {}, { status: 401, code: "request-unauthorised" }],
    ["another repository", "gh-dana", { repository_id: 8 }, { status: 404, code: "not-found" }],
    ["another system", "gh-dana", { system: "other" }, { status: 404, code: "not-found" }],
    ["no scope", "gh-dana", { scopes: [] }, { status: 400, code: "request-invalid" }],
    ["a false scope", "gh-dana", { scopes: ["admin"] }, { status: 400, code: "request-invalid" }],
    ["extra members", "gh-dana", { sha256: "x" }, { status: 400, code: "request-invalid" }],
  ] as const)("are refused for %s", async (...[, as, parts, expected]) => {
    const { status, body } = await wish(as, parts);

    expect({ status, code: body.reason_code }).toEqual(expected);
  });
});

describe("the rest of the runtimes' API", () => {
  it("shows a runtime its own roll-out and no other", async () => {
    await runtime.save(aRollout());
    await runtime.save(aRollout({ id: "foreign", system: "other" }));
    const own = await get("/api/v1/rollouts/rollout-1");

    expect(await own.json()).toMatchObject({ state: "accepted", share: 0, units: 0 });
    expect((await get("/api/v1/rollouts/foreign")).status).toBe(404);
    expect((await get("/api/v1/rollouts/rollout-1", {})).status).toBe(401);
  });

  it("says that it is well", async () => {
    const answer = await get("/api/v1/health", {});

    expect(await answer.json()).toEqual({
      status: "ok",
      version: "0.0.0-test",
      deliveries_waiting: 0,
      ledger_size: expect.any(Number),
    });
  });

  it("says of every provider of models how it stands", async () => {
    const answer = await get("/api/v1/providers/health", {});

    expect(await answer.json()).toEqual({
      providers: ["openai", "anthropic", "openrouter", "openai-compatible"].map((provider) => ({
        provider,
        state: "unconfigured",
      })),
    });
  });

  it("describes itself", async () => {
    const answer = await get("/openapi.json", {});
    const text = await answer.text();
    const document: { openapi: string; paths: object; components: { schemas: object } } =
      JSON.parse(text);

    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths).sort()).toEqual([
      "/api/v1/evaluations/{nonce}/results",
      "/api/v1/health",
      "/api/v1/ir/artifacts/{digest}",
      "/api/v1/ir/{from}/diff/{to}",
      "/api/v1/ir/{id}",
      "/api/v1/outcomes",
      "/api/v1/providers/health",
      "/api/v1/repositories/{id}/guard",
      "/api/v1/repositories/{id}/status",
      "/api/v1/rollouts/{id}",
      "/api/v1/tokens",
    ]);
    const named = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    for (const name of named) expect(Object.keys(document.components.schemas)).toContain(name);
  });
});
