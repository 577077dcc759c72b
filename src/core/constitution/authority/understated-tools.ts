import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, hasEditsUnder, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C5");

const EFFECTS = ["none", "read", "write", "irreversible"] as const;
const WRITE = EFFECTS.indexOf("write");

/**
 * Tools that say less of themselves than they may do: an effect below what they are granted to
 * write, or a grant that they no longer say they need. Whoever judges them by their word would look
 * away. What was said too little before is not this change's doing.
 */
export function understatedTools({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined || !hasEditsUnder(mutation, ["tools", "capabilities"])) return [];
  return Object.keys(mutation.after.system.tools).flatMap((tool) => [
    ...understated(mutation, tool),
    ...unneeded(mutation, tool),
  ]);
}

function understated({ before, after }: Mutation, tool: string): readonly Breach[] {
  const [former, now] = [claimOf(before.system, tool), claimOf(after.system, tool)];
  const isLowered = now.declared < former.declared && now.declared < now.granted;
  const hidesWriting = now.granted >= WRITE && now.declared < WRITE;
  const wasHidden = former.granted >= WRITE && former.declared < WRITE;
  if (!isLowered && (!hidesWriting || wasHidden)) return [];
  const pointer = pointerOf("tools", tool, "effect");
  return [
    breach("capability-escalated", placeOfPointer(after, pointer), {
      problem: "understated",
      pointer,
      tool,
      declared: EFFECTS[now.declared] ?? "none",
      granted: EFFECTS[now.granted] ?? "none",
    }),
  ];
}

type Claim = { readonly declared: number; readonly granted: number };

/** Both as a rank among the effects; a tool that is not there declares nothing and is granted nothing. */
function claimOf(system: System, tool: string): Claim {
  const access = grantsOf(system, tool).map(([, one]) => EFFECTS.indexOf(one.access));
  const own = Object.hasOwn(system.tools, tool) ? system.tools[tool] : undefined;
  return { declared: EFFECTS.indexOf(own?.effect ?? "none"), granted: Math.max(0, ...access) };
}

function unneeded({ before, after }: Mutation, tool: string): readonly Breach[] {
  const formerly = new Set(needsOf(before.system, tool));
  const needs = needsOf(after.system, tool);
  return grantsOf(after.system, tool)
    .map(([capability]) => capability)
    .filter((capability) => formerly.has(capability) && !needs.includes(capability))
    .map((capability) => {
      const pointer = pointerOf("tools", tool, "needs");
      const facts = { problem: "unneeded", pointer, tool, capability };
      return breach("capability-escalated", placeOfPointer(after, pointer), facts);
    });
}

function needsOf({ tools }: System, tool: string): readonly string[] {
  return Object.hasOwn(tools, tool) ? (tools[tool]?.needs ?? []) : [];
}

function grantsOf({ capabilities }: System, tool: string) {
  return Object.entries(capabilities).filter(([, { grant }]) => grant.includes(tool));
}
