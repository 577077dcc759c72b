import type { Breach } from "../../gate/finding.ts";
import { firstChangedLine } from "../../ir/first-changed-line.ts";
import { foldPath, isWithin } from "../../ir/fold-path.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { judgingWorkflows } from "../../ir/runner-rules.ts";

const breach = breachesOf("C2");

/**
 * Suites and the workflows that run them, touched together with the agent that they measure. C1
 * says that it governs; what it is weighs more than that, so it is named here too.
 */
export function touchedServices(change: ProposedChange): readonly Breach[] {
  const { charter, pullRequestClass } = change;
  if (pullRequestClass.kind !== "mixed") return [];
  const services = [
    ...judgingWorkflows(charter),
    ...Object.values(charter.systems).flatMap(({ path, suites }) => [
      `${path}/evals`,
      `${path}/${suites.public.dataset}`,
      ...(suites.safety === undefined ? [] : [`${path}/${suites.safety.dataset}`]),
    ]),
  ].map(foldPath);
  return pullRequestClass.governed
    .filter((path) => services.some((service) => isWithin(service, foldPath(path))))
    .map((path) => {
      const place = { path, line: firstChangedLine(change, path) };
      return breach("safety-service-weakened", place, { problem: "service-touched", path });
    });
}
