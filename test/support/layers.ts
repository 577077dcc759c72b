import type { Import } from "./imports.ts";

/** The rooms below `src/core` that judge; none may see another, only `decision` sees them all. */
const GATES = ["constitution", "budget", "validation", "evaluation", "judging"];

/** What each room of core may import, beside itself. */
const CORE: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  gate: ["kernel"],
  ir: ["kernel", "gate"],
  constitution: ["kernel", "gate", "ir"],
  budget: ["kernel", "gate", "ir"],
  validation: ["kernel", "gate", "ir"],
  evaluation: ["kernel", "gate", "ir"],
  judging: ["kernel", "gate", "ir"],
  custody: ["kernel", "gate", "ir"],
  decision: ["kernel", "gate", "ir", ...GATES],
  incident: ["kernel", "gate", "ir"],
  rollout: ["kernel", "gate", "ir", "decision", "evaluation"],
  ledger: ["kernel", "gate", "ir", "decision", "rollout"],
  lineage: ["kernel", "gate", "ir", "decision"],
  archive: ["kernel", "gate", "ir", "decision", "ledger"],
};

/** What each band of `src` may import, beside itself. Composition may see everything. */
const BANDS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ports: ["core"],
  flows: ["core", "ports"],
  adapters: ["core", "ports"],
  surfaces: ["core", "ports", "flows", "settings.ts", "model-settings.ts"],
  "settings.ts": ["core", "model-settings.ts", "judge-settings.ts"],
  "judge-settings.ts": ["core", "model-settings.ts"],
  "model-settings.ts": ["core", "adapters"],
};

/** Packages that pure code may use, and from Node only the hash functions. */
const PURE_PACKAGES = ["zod", "js-yaml", "diff"];

/** Says which law an import breaks, or nothing. */
export function brokenLaw(edge: Import): string | undefined {
  const [, band = "", room = ""] = edge.from.split("/");
  if (edge.isPackage) return packageLaw(edge, band);
  const [top = "", toBand = "", toRoom = ""] = edge.to.split("/");
  if (top !== "src") return "the product imports nothing outside src";
  if (band === toBand) return sameBandLaw({ band, room, toRoom });
  return bandLaw(band, toBand);
}

function sameBandLaw(edge: { band: string; room: string; toRoom: string }): string | undefined {
  if (edge.band === "core") return roomLaw(edge.room, edge.toRoom);
  if (edge.band === "adapters" && edge.room !== edge.toRoom) {
    return "adapters do not import each other";
  }
  return undefined;
}

function bandLaw(band: string, toBand: string): string | undefined {
  const seesLocal = band === "local" || band === "main.ts";
  if (toBand === "local" && !seesLocal) return "nothing of the product imports the local GitHub";
  const allowed = BANDS[band];
  if (allowed === undefined || allowed.includes(toBand)) return undefined;
  return `${band} may not import ${toBand}`;
}

function roomLaw(room: string, toRoom: string): string | undefined {
  if (room === toRoom || room === "prose") return undefined;
  if (toRoom === "prose") return "nothing in core imports prose";
  return CORE[room]?.includes(toRoom) === true
    ? undefined
    : `core/${room} may not import ${toRoom}`;
}

function packageLaw(edge: Import, band: string): string | undefined {
  if (band === "core") {
    const isHash = edge.to === "node:crypto" && edge.from === "src/core/kernel/digest.ts";
    return isHash || PURE_PACKAGES.includes(edge.to) ? undefined : `core is pure: ${edge.to}`;
  }
  if (band === "ports") return "ports are types in our own words";
  if (band === "flows") return "flows reach the world through ports only";
  return undefined;
}
