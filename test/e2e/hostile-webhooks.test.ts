import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReasonCode } from "../../src/core/gate/reason-code.ts";
import { type Answer, postWebhook, type Sending } from "../support/post-webhook.ts";
import { openRealDesk, type RealDesk } from "../support/real-desk.ts";
import { until } from "../support/until.ts";

const MIB = 1024 * 1024;
const TOO_LARGE = Buffer.alloc(26 * MIB, " ");

/** Long enough to tell a log that repeats what strangers sent. */
const LONGEST_LINE = 500;

let desk: RealDesk;
let refusals = 0;
let atRest: number;
let pull: number;
let genuine: string;

beforeAll(async () => {
  desk = await openRealDesk();
  pull = await desk.propose(await desk.scenario("docs-only"));
  await desk.see(pull, ({ checks }) => checks["omega / release"] === "success");
  genuine = JSON.stringify(opening().payload);
  atRest = desk.log.length;
});

afterAll(() => desk.close());

function opening() {
  const seen = desk.github.deliveries.log.find(
    ({ event, action }) => event === "pull_request" && action === "opened",
  );
  if (seen === undefined) throw new Error("GitHub has not told that a pull request was opened");
  return seen;
}

function send(sending: Sending): Promise<Answer> {
  const { webhookSecret: secret, appId } = desk.github;
  return postWebhook({ url: desk.app.url, secret, appId }, sending);
}

async function isAlive(): Promise<boolean> {
  return (await fetch(new URL("/healthz", desk.app.url))).ok;
}

const without = (name: string): Partial<Sending> => ({ headers: { [name]: undefined } });

/** `body` is what GitHub really sent for the pull request, unless the row says otherwise. */
const REFUSED: readonly (readonly [string, Partial<Sending>, number, ReasonCode])[] = [
  ["unsigned", without("x-hub-signature-256"), 401, "webhook-unsigned"],
  ["signed by another secret", { secret: "a guess of somebody" }, 401, "webhook-signature-wrong"],
  [
    "signed with nonsense",
    { headers: { "x-hub-signature-256": "sha256=deadbeef" } },
    401,
    "webhook-signature-wrong",
  ],
  ["26 MiB long", { body: TOO_LARGE }, 413, "webhook-too-large"],
  ["26 MiB long without saying so", { body: TOO_LARGE, chunked: true }, 413, "webhook-too-large"],
  [
    "short, but said to be 26 MiB long",
    { body: "{}", headers: { "content-length": String(26 * MIB) } },
    413,
    "webhook-too-large",
  ],
  ["not JSON", { body: "action=opened" }, 400, "webhook-not-json"],
  ["nested a hundred thousand deep", { body: "[".repeat(100_000) }, 400, "webhook-not-json"],
  ["not UTF-8", { body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }, 400, "webhook-not-json"],
  ["empty", { body: "" }, 400, "webhook-not-json"],
  [
    "a form",
    { headers: { "content-type": "application/x-www-form-urlencoded" } },
    400,
    "webhook-not-json",
  ],
  ["of no event", without("x-github-event"), 400, "webhook-incomplete"],
  ["of no delivery", without("x-github-delivery"), 400, "webhook-incomplete"],
  [
    "meant for another app",
    { headers: { "x-github-hook-installation-target-id": "999999" } },
    403,
    "request-unauthorised",
  ],
  [
    "of an installation that nobody made",
    { body: JSON.stringify({ action: "opened", installation: { id: 987_654_321 } }) },
    404,
    "installation-unknown",
  ],
  [
    "of no installation",
    { body: JSON.stringify({ action: "opened" }) },
    404,
    "installation-unknown",
  ],
];

describe("a webhook to the running app", () => {
  it.each(REFUSED)("that is %s is refused in one line", async (...[, sending, status, reason]) => {
    const before = desk.log.length;

    refusals += 1;
    expect(await send({ body: genuine, ...sending })).toEqual({ status, reason });

    await until(() => desk.log.length > before);
    expect(desk.log.at(-1)).toContain(`"reason_code":"${reason}"`);
    expect(desk.log.at(-1)?.length).toBeLessThan(LONGEST_LINE);
    expect(await isAlive()).toBe(true);
  });

  it("that was delivered before is accepted, and nothing is done twice", async () => {
    const before = await desk.look(pull);
    const headers = { "x-github-delivery": opening().guid };

    const answer = await send({ body: genuine, headers });

    expect(answer).toEqual({ status: 202, reason: "delivery-replayed" });
    const next = await desk.propose(await desk.scenario("broken-reference"));
    await desk.see(next, ({ state }) => state === "rejected");
    expect(await desk.look(pull)).toEqual(before);
  });

  it("that is signed but of an undocumented shape is taken and comes to nothing", async () => {
    const { installation, repository } = JSON.parse(genuine);
    const body = JSON.stringify({ action: "opened", installation, repository, pull_request: [] });
    const before = desk.log.length;

    expect(await send({ body })).toEqual({ status: 202, reason: "passed" });

    refusals += 1;
    await until(() => desk.log.length > before);
    expect(desk.log.at(-1)).toContain('"reason_code":"request-invalid"');
    expect(await isAlive()).toBe(true);
  });

  it("adds no more than its one line to the log", async () => {
    await desk.app.stop();

    expect(desk.log.slice(atRest)).toHaveLength(refusals);
  });
});
