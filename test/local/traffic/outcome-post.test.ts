import { describe, expect, it } from "vitest";
import type { ReportedOutcome } from "../../../src/local/traffic/app-client.ts";
import { outcomePost } from "../../../src/local/traffic/outcome-post.ts";

function outcome(id: number): ReportedOutcome {
  const about = { rollout: "r", unit: `u${id}`, variant: "stable", metrics: {} } as const;
  return { ...about, id: `o${id}`, at: "2026-11-23T00:00:00Z" };
}

/** An app that can be away, and remembers whom it heard of. */
function fakeApp() {
  const app = { isAway: false, heard: [] as string[] };
  const report = (outcomes: readonly ReportedOutcome[]) => {
    if (app.isAway) return Promise.reject(new Error("connection refused"));
    app.heard.push(...outcomes.map(({ id }) => id));
    return Promise.resolve({ accepted: outcomes.length });
  };
  return { app, report };
}

describe("posting outcomes", () => {
  it("keeps what could not be posted while the app is away, in order", async () => {
    const { app, report } = fakeApp();
    const post = outcomePost({ report }, () => {});
    app.isAway = true;
    let faults = 0;
    for (let id = 0; id < 60; id += 1) {
      await post.put(outcome(id)).catch(() => {
        faults += 1;
      });
    }
    expect(faults).toBeGreaterThan(0);
    app.isAway = false;
    await post.flush();

    expect(app.heard).toEqual(Array.from({ length: 60 }, (_, id) => `o${id}`));
  });

  it("says how many were counted", async () => {
    const post = outcomePost({ report: () => Promise.resolve({ accepted: 1 }) }, (answer) =>
      expect(answer).toEqual({ accepted: 1, rejected: 1 }),
    );
    await post.put(outcome(1));
    await post.put(outcome(2));
    await post.flush();

    expect.assertions(1);
  });
});
