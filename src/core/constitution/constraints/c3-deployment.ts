import type { Constraint } from "../constraint.ts";
import { dormantCode } from "../deployment/dormant-code.ts";
import { dormantEdges } from "../deployment/dormant-edges.ts";
import { sleepingModules } from "../deployment/sleeping-modules.ts";
import { stageControls } from "../deployment/stage-controls.ts";
import { stagedProse } from "../deployment/staged-prose.ts";

/**
 * C3: every change walks shadow, canary and promotion. It does not steer its own stages, and it
 * carries nothing that sleeps while it is evaluated and wakes when it is live.
 */
export const c3Deployment: Constraint = {
  id: "C3",
  title: "Deployment goes in stages",
  clauses: [
    { below: ["extensions", "parameters", "capabilities"], find: stageControls },
    { below: ["prompts"], find: stagedProse },
    { below: ["graph"], find: dormantEdges },
    { find: dormantCode },
    { below: ["tools", "graph", "models"], find: sleepingModules },
  ],
};
