import type { Finding } from "../../gate/finding.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import type { Stage } from "../stage.ts";

/** Whatever a module needs is granted to it by name, and whatever is granted or kept goes to one that exists. */
export const capabilities: Stage = {
  name: "capabilities",
  needs: ["graph"],
  check: ({ mutation }) => capabilityFindings(mutation.after),
};

type Gap = {
  readonly at: Pointer;
  readonly problem: string;
  readonly module: string;
  readonly name: string;
};

/** What the stage finds in one version by itself. */
export function capabilityFindings(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("capabilities", version);
  const { system } = version;
  return [
    ...ofNeeds(system),
    ...ofGrants(system),
    ...ofSecrets(system),
    ...ofWriters(system),
    ...ofEffects(system),
  ].map(({ at, problem, module, name }) =>
    report("capability-missing", at, { problem, module, name }),
  );
}

function ofNeeds({ tools, capabilities }: System): readonly Gap[] {
  return Object.entries(tools).flatMap(([module, { needs }]) =>
    needs.flatMap((name, index): Gap[] => {
      const capability = Object.hasOwn(capabilities, name) ? capabilities[name] : undefined;
      const at = pointerOf("tools", module, "needs", String(index));
      if (capability === undefined) return [{ at, problem: "undeclared", module, name }];
      return capability.grant.includes(module)
        ? []
        : [{ at, problem: "not-granted", module, name }];
    }),
  );
}

/** A grant to a tool that does not exist yet would be there when somebody adds the tool. */
function ofGrants({ tools, capabilities }: System): readonly Gap[] {
  return Object.entries(capabilities).flatMap(([name, { grant }]) =>
    grant.flatMap((module, index): Gap[] => {
      const at = pointerOf("capabilities", name, "grant", String(index));
      return Object.hasOwn(tools, module) ? [] : [{ at, problem: "grant-to-nobody", module, name }];
    }),
  );
}

function ofSecrets({ models, secrets }: System): readonly Gap[] {
  return Object.entries(models).flatMap(([module, { auth }]): Gap[] => {
    if (auth === undefined || Object.hasOwn(secrets, auth.secret)) return [];
    const at = pointerOf("models", module, "auth", "secret");
    return [{ at, problem: "secret-undeclared", module, name: auth.secret }];
  });
}

function ofWriters({ memory, tools, graph }: System): readonly Gap[] {
  return Object.entries(memory).flatMap(([name, { writers }]) =>
    writers.flatMap((module, index): Gap[] => {
      const at = pointerOf("memory", name, "writers", String(index));
      const exists = Object.hasOwn(tools, module) || Object.hasOwn(graph.nodes, module);
      return exists ? [] : [{ at, problem: "writer-is-nobody", module, name }];
    }),
  );
}

/**
 * Who reviews a tool reads its effect; one that may write and says otherwise hides it. A tool that
 * only reads leaves nothing behind, and may say so.
 */
function ofEffects({ tools, capabilities }: System): readonly Gap[] {
  return Object.entries(capabilities).flatMap(([name, { access, grant }]) =>
    grant.flatMap((module): Gap[] => {
      const effect = Object.hasOwn(tools, module) ? tools[module]?.effect : undefined;
      const isHidden = access === "write" && (effect === "none" || effect === "read");
      const at = pointerOf("tools", module, "effect");
      return isHidden ? [{ at, problem: "effect-understated", module, name }] : [];
    }),
  );
}
