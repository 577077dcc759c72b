import type { Scenario } from "./scenario.ts";

/** What a team's own workflow delivers, stage by stage, as its charter lets it go on by itself. */
export const DELIVERED: Scenario = {
  name: "workflow-delivery",
  tried: "is deployed by the team's own workflow, whose word each stage waits for",
  folder: "parcels-returns",
  journey: "once-asked",
  expected: { decision: "accept", stage: "promoted", reason_code: "promoted" },
};

/** Better on the suites and in the canary, and worse once users write in another way. */
export const WORSENED: Scenario = {
  name: "worse-after-promotion",
  tried: "is promoted, and fails when users begin to write in another way",
  folder: "parcels-first-line",
  journey: "once-asked",
  expected: { decision: "accept", stage: "rolled-back", reason_code: "production-regressed" },
};

/** Opened by the app, from the incident; no folder holds it. */
export const REVERTED: Scenario = {
  name: "revert",
  tried: "puts back what production runs again; opened and merged by the app",
  folder: "",
  journey: "once-asked",
  expected: { decision: "restoration", stage: "-", reason_code: "restores-production" },
};

/** Ahead of the other in the queue; lawful, and merged. */
export const FIRST_AMENDMENT: Scenario = {
  name: "second-operator",
  tried: "changes the charter, and goes ahead in the queue",
  folder: "parcels-second-operator",
  journey: "to-approval",
  expected: { decision: "amendment", stage: "-", reason_code: "approvals-stand" },
};

export const REFUSED_GROUP: Scenario = {
  name: "merge-group",
  tried: "is approved as another one is; together they make a charter that nobody approved",
  folder: "parcels-longer-soak",
  journey: "to-approval",
  expected: { decision: "amendment", stage: "-", reason_code: "merge-group-undecided" },
};

/** What was good about the one that was taken back, and nothing else. */
export const INTRUDED: Scenario = {
  name: "outsider",
  tried: "is accepted; an account without any role asks for its shadow",
  folder: "parcels-addresses",
  journey: "with-an-outsider",
  expected: { decision: "accept", stage: "-", reason_code: "command-not-permitted" },
};
