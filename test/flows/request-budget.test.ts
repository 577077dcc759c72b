import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OutgoingDelivery } from "../../src/local/github/hooks/delivery.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { settle } from "../support/lives/happy-life.ts";
import { moveBase, propose } from "../support/lives/people.ts";
import { improvement, smallDesk } from "../support/lives/small-desk.ts";
import { openStand, type Site, type Stand } from "../support/lives/stand.ts";

let stand: Stand;
let site: Site;

beforeAll(async () => {
  stand = await openStand(openEmptyStore);
});
afterAll(() => stand.close());

/** The app was installed and has looked around: what it asks only once, it has asked. */
beforeEach(async () => {
  site = await stand.found(await smallDesk());
  await settle(site);
});

/** What GitHub is asked until nothing more comes of it, as `GET /compare`; tokens are asked for once an hour. */
async function askedAfter(happens: () => Promise<unknown>): Promise<readonly string[]> {
  const before = site.fate.calls.length;
  await happens();
  await settle(site);
  return site.fate.calls
    .slice(before)
    .map((call) => call.replace(/\/(?:[0-9a-f]{40}|\d).*/, ""))
    .filter((call) => !call.includes("/app/installations"));
}

const isRead = (call: string) => call.startsWith("GET ") || call.endsWith("/graphql");
const isBlob = (call: string) => call === "GET /git/blobs";
const isTold = (call: string) => /\/(?:issues|labels|reviews|pulls)/.test(call);

describe("what GitHub is asked for a pull request", () => {
  it("that touches no system is two questions and the check", async () => {
    const asked = await askedAfter(() => propose(site, "docs", { "docs/notes.md": "Notes.\n" }));

    expect(asked).toEqual(["POST /api/graphql", "GET /compare", "POST /check-runs"]);
  });

  it("that touches no system is as little where it lags behind its base", async () => {
    const sha = site.repository.refs.get("refs/heads/main") ?? "";
    await moveBase(site, 1);
    await settle(site);
    const body = { ref: "refs/heads/late", sha };
    await site.ask("bob", "POST", { path: "/git/refs", body });
    const file = { branch: "late", message: "late", content: "eA==" };
    await site.ask("bob", "PUT", { path: "/contents/LATE.md", body: file });
    const pull = { title: "late", head: "late", base: "main" };

    const asked = await askedAfter(() => site.ask("bob", "POST", { path: "/pulls", body: pull }));

    expect(asked).toEqual(["POST /api/graphql", "GET /compare", "POST /check-runs"]);
  });

  it("that is evaluated stays within its reads and writes", async () => {
    await askedAfter(() => propose(site, "first", improvement(1)));

    const asked = await askedAfter(() => propose(site, "second", improvement(2)));

    const changed = Object.keys(improvement(2)).length;
    const writes = asked.filter((call) => !isRead(call));
    expect(writes).toContain("POST /check-runs");
    expect(asked.filter(isBlob).length).toBeLessThanOrEqual(changed);
    expect(asked.filter((call) => isRead(call) && !isBlob(call)).length).toBeLessThanOrEqual(12);
    expect(writes.length).toBeLessThanOrEqual(14);
    expect(writes.filter(isTold).length).toBeLessThanOrEqual(4);
  });

  it("is one question where an event comes again, and nothing is written", async () => {
    const opened: OutgoingDelivery[] = [];
    await propose(site, "docs", { "docs/notes.md": "Notes.\n" });
    opened.push(...site.mail.filter(({ event }) => event === "pull_request"));
    await settle(site);

    const asked = await askedAfter(async () => {
      for (const sent of opened) site.mail.push(anew(sent));
    });

    expect(opened).toHaveLength(1);
    expect(asked).toEqual(["POST /api/graphql"]);
  });
});

/** The same event as a delivery of its own. */
function anew(sent: OutgoingDelivery): OutgoingDelivery {
  return { ...sent, headers: { ...sent.headers, "x-github-delivery": `again-${sent.guid}` } };
}
