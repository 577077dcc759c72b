import type { Finding } from "../gate/finding.ts";
import type { SystemVersion } from "../ir/system.ts";
import { capabilityFindings } from "./stages/capabilities.ts";
import { contractFindings } from "./stages/contracts.ts";
import { graphFindings } from "./stages/graph.ts";
import { resourceFindings } from "./stages/resources.ts";

/**
 * All that the static stages find in one version without another beside it. Contracts and
 * capabilities build on the graph, so a broken one takes their ground away here as well.
 */
export function checkVersion(version: SystemVersion): readonly Finding[] {
  const ofGraph = graphFindings(version);
  const ofParts =
    ofGraph.length > 0 ? [] : [...contractFindings(version), ...capabilityFindings(version)];
  return [...ofGraph, ...ofParts, ...resourceFindings(version)];
}
