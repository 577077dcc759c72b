import { describe, expect, it } from "vitest";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Hint } from "../../../src/flows/intake/hint.ts";
import { translate } from "../../../src/surfaces/webhooks/translate.ts";
import { EVENTS, type Payload, payloadOf, payloadsOf } from "../../support/webhook-examples.ts";

const HEARD = { guid: "guid-1", at: instant(1_000), appId: 29_310 };

function hintsOf(event: string, payload: unknown): readonly Hint[] {
  const translated = translate(event, payload, HEARD);
  if (!translated.ok) throw new Error(translated.refusal);
  return translated.value;
}

function kindsOf(event: string, payload: unknown): readonly string[] {
  return hintsOf(event, payload).map((hint) => hint.kind);
}

const command = (hints: readonly Hint[]) =>
  hints.flatMap((hint) => (hint.kind === "command" ? [hint.request] : []));

describe("a webhook of GitHub", () => {
  it("of any recorded kind is understood or means nothing, and is never refused", () => {
    expect(EVENTS.length).toBeGreaterThan(40);
    for (const event of EVENTS) {
      for (const payload of payloadsOf(event)) {
        expect(translate(event, payload, HEARD), event).toMatchObject({ ok: true });
      }
    }
  });

  it("with a shape that GitHub never sends is refused by naming the place", () => {
    const payload = payloadOf("pull_request", "opened", { pull_request: { number: "seven" } });

    expect(translate("pull_request", payload, HEARD)).toMatchObject({
      ok: false,
      refusal: expect.stringContaining("pull_request.number"),
    });
  });

  it.each(["check_run_of_nobody", "star"])("about %s means nothing", (event) => {
    expect(hintsOf(event, {})).toEqual([]);
  });
});

describe("a status of a deployment", () => {
  const place = { installation: { id: 3 }, repository: { id: 2 } };
  const ours = { performed_via_github_app: { id: HEARD.appId } };
  const deployment = { ...ours, payload: { rollout: "r-1" } };

  it("of ours by somebody else has the roll-out looked at that it names", () => {
    const payload = { ...place, deployment, deployment_status: {} };

    expect(hintsOf("deployment_status", payload)).toEqual([
      { kind: "deployment-reported", repositoryId: 2, installation: 3, rollout: "r-1" },
    ]);
  });

  it.each([
    ["by ourselves", { deployment, deployment_status: ours }],
    ["on somebody else's", { deployment: { payload: {} }, deployment_status: {} }],
    ["of ours that names no roll-out", { deployment: ours, deployment_status: {} }],
  ])("%s means nothing", (_, payload) => {
    expect(hintsOf("deployment_status", { ...place, ...payload })).toEqual([]);
  });
});

describe("a created deployment", () => {
  const place = { installation: { id: 3 }, repository: { id: 2 } };

  it("of somebody else has the deployments looked at", () => {
    const payload = { ...place, deployment: { performed_via_github_app: null } };

    expect(hintsOf("deployment", payload)).toEqual([
      { kind: "deployed", repositoryId: 2, installation: 3 },
    ]);
  });

  it("of our own is an echo", () => {
    const payload = { ...place, deployment: { performed_via_github_app: { id: HEARD.appId } } };

    expect(hintsOf("deployment", payload)).toEqual([]);
  });
});

describe("an event of a pull request", () => {
  it.each([
    "opened",
    "reopened",
    "synchronize",
    "ready_for_review",
    "converted_to_draft",
    "closed",
  ])("%s has the pull request looked at", (action) => {
    const payload = payloadOf("pull_request", action);

    expect(hintsOf("pull_request", payload)).toEqual([
      {
        kind: "look",
        key: { repositoryId: idOf(payload, "repository"), pull: numberOf(payload) },
        installation: idOf(payload, "installation"),
      },
    ]);
  });

  it.each(["assigned", "unassigned", "locked", "review_requested", "unlabeled"])(
    "%s changes nothing that is judged",
    (action) => {
      expect(hintsOf("pull_request", payloadOf("pull_request", action))).toEqual([]);
    },
  );

  it("labelled with a command asks for it, on the head that the payload shows", () => {
    const payload = payloadOf("pull_request", "labeled", { label: { name: "omega:canary" } });

    expect(command(hintsOf("pull_request", payload))).toEqual([
      {
        guid: "guid-1",
        key: { repositoryId: idOf(payload, "repository"), pull: numberOf(payload) },
        command: "canary",
        actor: expect.objectContaining({ login: "Codertocat", isBot: false }),
        headSha: expect.stringMatching(/^[0-9a-f]{40}$/),
        via: "label",
        at: 1_000,
      },
    ]);
  });

  it.each(["bug", "omega:launch", "omega-state:canary", "omega", "Omega:canary"])(
    "labelled %s asks for nothing",
    (name) => {
      const payload = payloadOf("pull_request", "labeled", { label: { name } });

      expect(hintsOf("pull_request", payload)).toEqual([]);
    },
  );

  it("labelled by an app says so, so that the command can be refused", () => {
    const payload = payloadOf("pull_request", "labeled", {
      label: { name: "omega:promote" },
      sender: { id: 7, login: "triage-bot[bot]", type: "Bot" },
    });

    expect(command(hintsOf("pull_request", payload))[0]?.actor).toEqual({
      id: 7,
      login: "triage-bot[bot]",
      isBot: true,
    });
  });
});

describe("a review", () => {
  it.each(["submitted", "dismissed"])("%s has the approvals counted anew", (action) => {
    expect(kindsOf("pull_request_review", payloadOf("pull_request_review", action))).toEqual([
      "look",
    ]);
  });

  it("that was edited approves what it approved before", () => {
    const payload = { ...payloadOf("pull_request_review", "submitted"), action: "edited" };

    expect(kindsOf("pull_request_review", payload)).toEqual([]);
  });
});

describe("a comment", () => {
  const author = { id: 5, login: "dana", type: "User" };
  const comment = (changes: Payload = {}) => ({
    ...payloadOf("issue_comment", "created"),
    issue: { number: 7, pull_request: {} },
    comment: { body: "/omega shadow", user: author },
    sender: author,
    ...changes,
  });

  it("with a command line asks for it and leaves the head to the verdict that was shown", () => {
    expect(command(hintsOf("issue_comment", comment()))).toEqual([
      expect.objectContaining({ command: "shadow", via: "comment", actor: { ...ACTOR } }),
    ]);
    expect(command(hintsOf("issue_comment", comment()))[0]).not.toHaveProperty("headSha");
  });

  const ACTOR = { id: 5, login: "dana", isBot: false };

  it("with two command lines asks twice, each under an id of its own", () => {
    const body = "/omega hold\n\nand then\n\n/omega rollback";
    const asked = command(hintsOf("issue_comment", comment({ comment: { body, user: author } })));

    expect(asked.map((request) => request.command)).toEqual(["hold", "rollback"]);
    expect(new Set(asked.map((request) => request.guid)).size).toBe(2);
  });

  it.each([
    ["was edited, because others can edit it", { action: "edited" }],
    ["is on an issue", { issue: { number: 7 } }],
    ["was sent by somebody else than its author", { sender: { ...author, id: 6 } }],
  ])("asks for nothing when it %s", (_why, changes) => {
    expect(hintsOf("issue_comment", comment(changes))).toEqual([]);
  });
});

describe("a check run", () => {
  const sha = "a".repeat(40);
  const run = (changes: Payload) => ({
    ...payloadOf("check_run", "rerequested"),
    check_run: {
      app: { id: HEARD.appId },
      head_sha: sha,
      external_id: `check/${sha}/7/omega / budget`,
      pull_requests: [],
      ...changes,
    },
  });

  it("of ours that somebody re-runs is evaluated again, on the pull request of its slot", () => {
    expect(command(hintsOf("check_run", run({})))).toEqual([
      expect.objectContaining({
        command: "re-evaluate",
        key: expect.objectContaining({ pull: 7 }),
        headSha: sha,
        via: "button",
      }),
    ]);
  });

  it("of ours whose button is pressed asks for the button's command", () => {
    const payload = {
      ...run({}),
      action: "requested_action",
      requested_action: { identifier: "promote" },
    };

    expect(command(hintsOf("check_run", payload))[0]?.command).toBe("promote");
  });

  it.each([
    ["another app, whatever its name", run({ app: { id: 1 } })],
    ["no app", run({ app: null })],
    ["ours when it was only completed", { ...run({}), action: "completed" }],
    [
      "ours with a button that we never drew",
      { ...run({}), action: "requested_action", requested_action: { identifier: "merge" } },
    ],
  ])("of %s asks for nothing", (_whose, payload) => {
    expect(hintsOf("check_run", payload)).toEqual([]);
  });

  it("suite of ours that somebody re-runs is evaluated again on each of its pull requests", () => {
    const payload = {
      ...payloadOf("check_suite", "rerequested"),
      check_suite: { app: { id: HEARD.appId }, head_sha: sha, pull_requests: [{ number: 3 }] },
    };

    expect(command(hintsOf("check_suite", payload))).toEqual([
      expect.objectContaining({ command: "re-evaluate", headSha: sha }),
    ]);
  });
});

describe("a push", () => {
  const push = (ref: string) => ({ ...payloadsOf("push")[0], ref });

  it("to the default branch moves the base of what is open", () => {
    const [payload] = payloadsOf("push");
    const branch = memberOf(payload, "repository")["default_branch"];

    expect(kindsOf("push", push(`refs/heads/${String(branch)}`))).toEqual(["base-moved"]);
  });

  it("to any other branch or tag means nothing by itself", () => {
    expect(kindsOf("push", push("refs/heads/feature"))).toEqual([]);
    expect(kindsOf("push", push("refs/tags/main"))).toEqual([]);
  });
});

describe("an installation", () => {
  it("is remembered with the repositories that it names", () => {
    const payload = payloadOf("installation_repositories", "added");

    expect(hintsOf("installation_repositories", payload)).toEqual([
      {
        kind: "installed",
        installation: idOf(payload, "installation"),
        repositories: expect.arrayContaining([expect.any(Number)]),
      },
    ]);
  });

  it("is forgotten when it is deleted, and kept when it is suspended or loses a repository", () => {
    expect(kindsOf("installation", payloadOf("installation", "deleted"))).toEqual(["uninstalled"]);
    expect(kindsOf("installation", payloadOf("installation", "suspend"))).toEqual([]);
    const removed = payloadOf("installation_repositories", "removed");
    expect(kindsOf("installation_repositories", removed)).toEqual([]);
  });
});

function memberOf(payload: unknown, member: string): Record<string, unknown> {
  const record = payload as Record<string, Record<string, unknown>>;
  return record[member] ?? {};
}

function idOf(payload: Payload, member: string): unknown {
  return memberOf(payload, member)["id"];
}

function numberOf(payload: Payload): unknown {
  return memberOf(payload, "pull_request")["number"];
}
