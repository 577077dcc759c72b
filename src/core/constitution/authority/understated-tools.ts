import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, editedNames, hasEditsUnder, placeOfPointer } from "../breach.ts";

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
  const { before, after } = mutation;
  const granted = { before: grantsIn(before.system), after: grantsIn(after.system) };
  return judged(mutation).flatMap((tool) => [
    ...understated(mutation, granted, tool),
    ...unneeded(mutation, granted.after, tool),
  ]);
}

/** With equal grants only those tools can say less that themselves differ. */
function judged(mutation: Mutation): readonly string[] {
  const tools = Object.keys(mutation.after.system.tools);
  if (hasEditsUnder(mutation, ["capabilities"])) return tools;
  const edited = editedNames(mutation, "tools");
  return tools.filter((tool) => edited.has(tool));
}

type Grants = ReadonlyMap<string, readonly (readonly [string, System["capabilities"][string]])[]>;

/** Capabilities by the tool that they are granted to. */
function grantsIn({ capabilities }: System): Grants {
  const grants = new Map<string, (readonly [string, System["capabilities"][string]])[]>();
  for (const entry of Object.entries(capabilities)) {
    for (const tool of new Set(entry[1].grant)) {
      const known = grants.get(tool);
      if (known === undefined) grants.set(tool, [entry]);
      else known.push(entry);
    }
  }
  return grants;
}

function understated(
  { before, after }: Mutation,
  granted: { readonly before: Grants; readonly after: Grants },
  tool: string,
): readonly Breach[] {
  const former = claimOf(before.system, granted.before, tool);
  const now = claimOf(after.system, granted.after, tool);
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
function claimOf(system: System, grants: Grants, tool: string): Claim {
  const access = (grants.get(tool) ?? []).map(([, one]) => EFFECTS.indexOf(one.access));
  const own = Object.hasOwn(system.tools, tool) ? system.tools[tool] : undefined;
  return { declared: EFFECTS.indexOf(own?.effect ?? "none"), granted: Math.max(0, ...access) };
}

function unneeded({ before, after }: Mutation, grants: Grants, tool: string): readonly Breach[] {
  const formerly = new Set(needsOf(before.system, tool));
  const needs = needsOf(after.system, tool);
  return (grants.get(tool) ?? [])
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
