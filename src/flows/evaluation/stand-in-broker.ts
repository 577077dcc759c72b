import type { System } from "../../core/ir/system.ts";
import type { Broker } from "../../ports/sandbox.ts";

/**
 * Stands in for the world while a version is only being judged: what it writes is acknowledged and
 * goes nowhere, and there is nothing to read. Both versions of a pair find the same.
 */
export function standInBroker({ capabilities }: Pick<System, "capabilities">): Broker {
  return ({ capability }) => {
    const access = Object.hasOwn(capabilities, capability)
      ? capabilities[capability]?.access
      : undefined;
    return Promise.resolve(
      access === "write"
        ? { kind: "replied", reply: { accepted: true } }
        : { kind: "refused", why: "nothing to read here" },
    );
  };
}
