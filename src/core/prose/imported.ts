import type { Finding } from "../gate/finding.ts";
import type { Explicit, Opaque } from "../ir/native/native-source.ts";
import type { SystemVersion } from "../ir/system.ts";
import { visible } from "./escape.ts";
import { type Paint, renderAt } from "./offline-check.ts";

type Imported =
  | { readonly kind: "imported"; readonly version: SystemVersion }
  | { readonly kind: "invalid"; readonly findings: readonly Finding[] };

const OPAQUE: Readonly<Record<Opaque["why"], string>> = {
  "code-file": "a file that nobody here reads",
  "code-inline": "code that stands in the file",
  "code-missing": "code that is not in the folder",
  "file-in-code": "code that runs as the graph",
  "named-tool": "a tool by name; code says what it is",
  "mcp-server": "a server that decides what it offers",
  "foreign-component": "a class of somebody's own",
  "order-in-code": "code decides order, bindings and process",
};

const EXPLICIT: Readonly<Record<Explicit["what"], string>> = {
  "every-tool": "names no tools, which grants every tool",
  "default-model": "names no model, so the framework's own is used",
  "inherited-model": "names no model, so it takes the lead's",
  "open-contract": "declares no contract, so it takes and gives anything",
};

/** What `omega import` says to a person. */
export function renderImport(imported: Imported, paint: Paint): string {
  if (imported.kind === "invalid") {
    const findings = imported.findings.map((finding) => renderAt(finding, paint));
    return [paint("bad", "invalid"), ...findings].join("\n");
  }
  const { native, system, digest } = imported.version;
  const opaque = native?.opaque ?? [];
  const isComplete = opaque.length === 0;
  const parts = [
    isComplete ? paint("good", "complete") : paint("strong", `partial: ${opaque.length} opaque`),
    `version ${digest}`,
    partOf("became", becameOf(system)),
    partOf("opaque", opaque.map(lineOfOpaque)),
    partOf("made explicit", (native?.explicit ?? []).map(lineOfExplicit)),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function partOf(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`${title}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

const SECTIONS = ["prompts", "models", "tools", "capabilities", "artifacts", "parameters"] as const;

function becameOf(system: SystemVersion["system"]): readonly string[] {
  return SECTIONS.flatMap((section) => {
    const ids = Object.keys(system[section]);
    return ids.length === 0 ? [] : [`${section}: ${ids.join(", ")}`];
  });
}

function lineOfOpaque({ pointer, why, name, sha256, place }: Opaque): string {
  const pin = sha256 === undefined ? "not pinned" : `sha256 ${sha256}`;
  return `${whereOf(place)} ${pointer}: ${visible(name)}, ${OPAQUE[why]} (${pin})`;
}

function lineOfExplicit({ pointer, what, name, place }: Explicit): string {
  return `${whereOf(place)} ${pointer}: ${visible(name)} ${EXPLICIT[what]}`;
}

function whereOf({ path, line }: { readonly path: string; readonly line?: number }): string {
  return `${visible(path)}:${line ?? "-"}`;
}
