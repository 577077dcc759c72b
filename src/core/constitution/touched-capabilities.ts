import type { ProposedChange } from "../ir/proposed-change.ts";
import type { System } from "../ir/system.ts";
import { type Setting, settingsUnder } from "./settings.ts";

/** A capability of the head to which a change adds something, and where it says so first. */
export type TouchedCapability = {
  readonly name: string;
  readonly setting: Setting;
  readonly capability: System["capabilities"][string];
};

/** Whole capabilities: to be allowed to write where one only read says as much as another target. */
export function touchedCapabilities(change: ProposedChange): readonly TouchedCapability[] {
  const { mutation } = change;
  if (mutation === undefined) return [];
  const seen = new Set<string>();
  return settingsUnder(change, "capabilities").flatMap((setting) => {
    const [, name = ""] = setting.names;
    const capability = mutation.after.system.capabilities[name];
    if (capability === undefined || seen.has(name)) return [];
    seen.add(name);
    return [{ name, setting, capability }];
  });
}
