import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openModels, type ModelsOptions } from "../../../src/adapters/providers/open-models.ts";
import type { ModelName } from "../../../src/core/ir/model-question.ts";
import type { ModelRequest, ModelSession } from "../../../src/ports/models.ts";
import { CHAT_COMPLETIONS, OPENROUTER } from "../../support/models/chat-completions.ts";
import { MESSAGES } from "../../support/models/messages.ts";
import {
  type Behaviour,
  type ModelServer,
  startModelServer,
  USAGE,
} from "../../support/models/model-server.ts";
import { RESPONSES } from "../../support/models/responses.ts";

const KEY = "sk-local-4f9a8b7c6d5e-do-not-tell";

/** Long enough for a busy machine; what is silent on purpose gets less. */
const PATIENCE_MS = 20_000;

const PROVIDERS = [
  { dialect: RESPONSES, model: { provider: "openai", id: "gpt-4o-mini" } },
  { dialect: MESSAGES, model: { provider: "anthropic", id: "claude-haiku-4-5" } },
  { dialect: OPENROUTER, model: { provider: "openrouter", id: "maker/small-1" } },
  { dialect: CHAT_COMPLETIONS, model: { provider: "openai-compatible", id: "small-1" } },
] as const;

describe.each(PROVIDERS)("$model.provider", ({ dialect, model }) => {
  let server: ModelServer;
  let pauses: number[];

  beforeEach(async () => {
    server = await startModelServer(dialect, KEY);
    pauses = [];
  });

  afterEach(() => server.close());

  function open(parts: Partial<ModelsOptions> = {}): ModelSession {
    return openModels({
      providers: { [model.provider]: { baseUrl: server.baseUrl, apiKey: KEY } },
      prices: { [`${model.provider}/${model.id}`]: { input: 1, output: 5 } },
      budget: { calls: 10, tokens: 100_000, usd: 1 },
      pause: async (wait) => void pauses.push(wait),
      ...parts,
    }).open();
  }

  function request(parts: Partial<ModelRequest> = {}): ModelRequest {
    const named: ModelName = model;
    return {
      model: named,
      messages: [
        { role: "system", text: "Be kind." },
        { role: "user", text: "Good morning." },
      ],
      params: { temperature: 0.2, max_output_tokens: 64 },
      seed: 7,
      deadlineMs: PATIENCE_MS,
      ...parts,
    };
  }

  async function refusal(
    behaviours: readonly Behaviour[],
    parts: Partial<ModelRequest> = {},
  ): Promise<{ readonly reason: string; readonly detail: string }> {
    server.next(...behaviours);
    const told = await open().ask(request(parts));
    if (told.ok) throw new Error(`the model answered: ${told.value.text}`);
    expect(JSON.stringify(told)).not.toContain(KEY);
    return told.refusal;
  }

  test("answers with text, tokens, the model that answered and how it ended", async () => {
    const session = open();
    const heard: string[] = [];
    const told = await session.ask(request({ onText: (piece) => void heard.push(piece) }));

    expect(told).toMatchObject({
      ok: true,
      value: {
        text: "Good morning to you.",
        finish: "stop",
        answeredBy: model.id,
        usage: { inputTokens: USAGE.input, outputTokens: USAGE.output },
      },
    });
    expect(heard.length).toBeGreaterThan(1);
    expect(heard.join("")).toBe("Good morning to you.");
    expect(session.spent()).toEqual({ calls: 1, tokens: 18, usd: (11 * 1 + 7 * 5) / 1_000_000 });
  });

  test("sends the question to the provider's place with the key in its header", async () => {
    await open().ask(request());
    const [asked] = server.asked;

    expect(asked?.path).toBe(dialect.path);
    expect(asked?.body).toMatchObject({ model: model.id, stream: true, temperature: 0.2 });
    expect(dialect.keyOf(asked?.headers ?? {})).toBe(KEY);
    expect(JSON.stringify(asked?.body)).toContain("Be kind.");
    expect(JSON.stringify(asked?.body)).not.toContain(KEY);
  });

  test("takes a dated snapshot for the model that was asked", async () => {
    server.next({ kind: "tell", told: { model: `${model.id}-20251001` } });
    const told = await open().ask(request());

    expect(told).toMatchObject({ ok: true, value: { answeredBy: `${model.id}-20251001` } });
  });

  test("says when an answer was cut off at the most tokens", async () => {
    server.next({ kind: "tell", told: { ending: "length" } });

    expect(await open().ask(request())).toMatchObject({ ok: true, value: { finish: "length" } });
  });

  test("refuses an answer of another model", async () => {
    const { reason, detail } = await refusal([{ kind: "tell", told: { model: "cheap-0" } }]);

    expect(reason).toBe("model-swapped");
    expect(detail).toBe(`asked ${model.id}, answered cheap-0`);
  });

  test("tells a refusal from an answer, whatever its words", async () => {
    const told = { ending: "declined", text: "I cannot help with that." } as const;

    expect((await refusal([{ kind: "tell", told }])).reason).toBe("model-declined");
    expect(server.asked).toHaveLength(1);
  });

  test("tries again after 429, and waits as long as it is asked to", async () => {
    server.next({ kind: "status", status: 429, headers: { "retry-after": "2" } });
    const session = open();

    expect(await session.ask(request())).toMatchObject({ ok: true });
    expect(pauses).toEqual([2_000]);
    expect(session.spent()).toMatchObject({ calls: 2, tokens: 18 });
  });

  test("tries again after 500 with growing pauses, and gives up after the fourth time", async () => {
    const broken = { kind: "status", status: 500 } as const;
    const { reason, detail } = await refusal([broken, broken, broken, broken]);

    expect(reason).toBe("model-unavailable");
    expect(detail).toMatch(/^500/);
    expect(pauses).toEqual([500, 1_000, 2_000]);
    expect(server.asked).toHaveLength(4);
  });

  test("does not wait beyond the deadline, however long it is asked to", async () => {
    const later = { kind: "status", status: 429, headers: { "retry-after": "3600" } } as const;

    expect((await refusal([later])).reason).toBe("model-unavailable");
    expect(pauses).toEqual([]);
  });

  test.each([
    [400, "model-request-refused"],
    [401, "model-access-refused"],
    [403, "model-access-refused"],
    [404, "model-request-refused"],
  ])("does not try again after %d", async (status, wanted) => {
    expect((await refusal([{ kind: "status", status }])).reason).toBe(wanted);
    expect(server.asked).toHaveLength(1);
  });

  test.each([0, 1, 4])("refuses a stream that breaks off after %d events", async (after) => {
    const { reason } = await refusal([{ kind: "truncate", after }]);

    expect(reason).toMatch(/^model-(reply-broken|unavailable|swapped)$/);
    expect(server.asked).toHaveLength(1);
  });

  test.each([1, 4])("refuses an answer that ends in an error after %d events", async (after) => {
    const trouble = { kind: "trouble", after } as const;
    const { reason } = await refusal([trouble, trouble, trouble, trouble]);

    expect(reason).toMatch(/^model-(reply-broken|unavailable)$/);
  });

  test("refuses a reply that is not JSON", async () => {
    expect((await refusal([{ kind: "malformed" }])).reason).toBe("model-reply-broken");
  });

  test.each([0, 3])("gives a server up that is silent after %d events", async (after) => {
    const { reason } = await refusal([{ kind: "silence", after }], { deadlineMs: 300 });

    expect(reason).toBe("model-timed-out");
  });

  test("takes a question back that nobody waits for any more", async () => {
    server.next({ kind: "silence", after: 1 });
    let looks = 0;
    const isWanted = async (): Promise<boolean> => (looks += 1) < 3;
    const told = await open({ lookEvery: 20 }).ask(request({ isWanted }));

    expect(told).toMatchObject({ refusal: { detail: "no whole answer before the deadline" } });
    expect(looks).toBeGreaterThanOrEqual(3);
  });

  test("gives a reply up that does not end", async () => {
    expect((await refusal([{ kind: "flood", megabytes: 6 }])).reason).toBe("model-reply-oversized");
  });

  test("gives an answer up that is longer than any answer", async () => {
    const told = { text: "a".repeat(300_000) };

    expect((await refusal([{ kind: "tell", told }])).reason).toBe("model-reply-oversized");
  });

  test("follows no redirect, because the key would go with it", async () => {
    const elsewhere = await startModelServer(dialect, KEY);
    const to = `${elsewhere.baseUrl}${dialect.path}`;
    const { reason } = await refusal([{ kind: "redirect", to }]);
    await elsewhere.close();

    expect(reason).toBe("model-unavailable");
    expect(elsewhere.asked).toEqual([]);
  });

  test.each([401, 400, 500])("repeats no key that a refusal with %d holds", async (status) => {
    const echo = { kind: "echo", status } as const;
    const { detail } = await refusal([echo, echo, echo, echo]);

    expect(detail).not.toContain("4f9a8b7c6d5e");
  });

  test("takes no answer that holds the key", async () => {
    const told = { text: `My key is ${KEY}.` };

    expect((await refusal([{ kind: "tell", told }])).reason).toBe("model-reply-broken");
  });

  test.each([
    ["calls", { calls: 0 }],
    ["tokens", { tokens: 100 }],
    ["money", { usd: 0.000_1 }],
  ])("asks nothing that could exceed the budget's %s", async (_what, limit) => {
    const budget = { calls: 10, tokens: 100_000, usd: 1, ...limit };
    const told = await open({ budget }).ask(request());

    expect(told).toMatchObject({ ok: false, refusal: { reason: "model-budget-spent" } });
    expect(server.asked).toEqual([]);
  });

  test("counts the most that it can be where the provider counts nothing", async () => {
    server.next({ kind: "tell", told: { usage: undefined } });
    const session = open();
    const told = await session.ask(request());

    expect(told).toMatchObject({ ok: true });
    if (told.ok) expect(told.value.usage.outputTokens).toBeLessThanOrEqual(64);
  });

  test("does not ask a model without a price, or without a provider", async () => {
    expect(await open({ prices: {} }).ask(request())).toMatchObject({
      refusal: { reason: "model-unpriced" },
    });
    expect(await open({ providers: {} }).ask(request())).toMatchObject({
      refusal: { reason: "model-unconfigured" },
    });
    expect(server.asked).toEqual([]);
  });

  test.each([
    ["is unknown", { base_url: "http://evil.example" }],
    ["is out of bounds", { temperature: 9 }],
    ["asks for an answer without end", { max_output_tokens: 10_000_000 }],
  ])("refuses a parameter that %s", async (_what, params) => {
    expect((await refusal([], { params })).reason).toBe("model-request-refused");
    expect(server.asked).toEqual([]);
  });

  test("refuses to leave out what the model does not take", async () => {
    if (model.provider !== "openai") return;
    const thinking = { provider: "openai", id: "gpt-5-nano" } as const;
    const session = open({ prices: { "openai/gpt-5-nano": { input: 1, output: 1 } } });
    const told = await session.ask(request({ model: thinking }));

    expect(told).toMatchObject({
      refusal: { reason: "model-request-refused", detail: "the model takes no temperature" },
    });
    expect(await session.ask(request({ model: thinking, params: {} }))).toMatchObject({ ok: true });
  });

  test.each([
    ["ready", { apiKey: KEY }],
    ["rejected", { apiKey: "sk-local-another-key" }],
  ] as const)("is %s to one who looks, without a question", async (state, key) => {
    const providers = { [model.provider]: { baseUrl: server.baseUrl, ...key } };
    const models = openModels({ providers, prices: {}, budget: { calls: 0, tokens: 0, usd: 0 } });
    const health = await models.health();

    expect(health).toContainEqual({ provider: model.provider, state });
    expect(health.filter((one) => one.state === "unconfigured")).toHaveLength(3);
    expect(server.asked).toEqual([]);
  });

  test("is unreachable when nothing listens there", async () => {
    await server.close();
    const providers = { [model.provider]: { baseUrl: server.baseUrl, apiKey: KEY } };
    const models = openModels({ providers, prices: {}, budget: { calls: 0, tokens: 0, usd: 0 } });

    expect(await models.health()).toContainEqual({
      provider: model.provider,
      state: "unreachable",
    });
    server = await startModelServer(dialect, KEY);
  });
});
