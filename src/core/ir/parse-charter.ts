import type { Finding } from "../gate/finding.ts";
import { type Digest, digestOfJson } from "../kernel/digest.ts";
import { pointerOf } from "../kernel/pointer.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { type Charter, charterSchema } from "./charter.ts";
import { DEFAULT_DEPLOYER, isSameLogin } from "./deployer.ts";
import { foldPath } from "./fold-path.ts";
import { jsonOf } from "./json-of.ts";
import { parseYaml } from "./parse-yaml.ts";
import { schemaFinding } from "./schema-finding.ts";
import { issueFindings } from "./schema-issues.ts";
import { positionOf, type SourceDocument } from "./source-document.ts";

/** The charter and the digest that decisions are bound to; formatting does not change the digest. */
export function parseCharter(
  path: string,
  bytes: Uint8Array,
): Result<{ readonly charter: Charter; readonly digest: Digest }, readonly Finding[]> {
  const document = parseYaml(path, bytes);
  if (!document.ok) return document;
  const parsed = charterSchema.safeParse(document.value.value);
  if (!parsed.success) {
    return refused(issueFindings("charter-invalid", document.value, parsed.error.issues));
  }
  const findings = [
    ...checkSystemPaths(document.value, parsed.data),
    ...checkDeployers(document.value, parsed.data),
  ];
  if (findings.length > 0) return refused(findings);
  const { $schema: _editorHint, ...governing } = parsed.data;
  return accepted({ charter: parsed.data, digest: digestOfJson(jsonOf(governing)) });
}

/**
 * Each system has a folder of its own. In overlapping folders one file would belong to two systems,
 * and a folder inside `.omega` would make governance mutable.
 */
function checkSystemPaths(document: SourceDocument, charter: Charter): readonly Finding[] {
  const roots = Object.entries(charter.systems).map(([name, { path }]) => ({
    name,
    root: foldPath(path),
  }));
  return roots.flatMap(({ name, root }) => {
    const others = roots.filter((other) => other.name !== name);
    if (isPlainFolder(charter.systems[name]?.path ?? "") && !others.some(overlapping(root))) {
      return [];
    }
    const pointer = pointerOf("systems", name, "path");
    const position = positionOf(document.positions, pointer) ?? { path: document.path };
    const facts = { problem: "system-path", pointer };
    return [schemaFinding("charter-invalid", { ...position, pointer }, facts)];
  });
}

/** Who proposes must not be whose word says that a proposal is deployed. */
function checkDeployers(document: SourceDocument, charter: Charter): readonly Finding[] {
  const proposers = Object.values(charter.proposers).map(({ login }) => login);
  return Object.entries(charter.systems).flatMap(([name, { delivery, deployer }]) => {
    const named = deployer ?? DEFAULT_DEPLOYER;
    const isProposer = proposers.some((login) => isSameLogin(login, named));
    if (delivery !== "workflow" || !isProposer) return [];
    const pointer = pointerOf("systems", name, deployer === undefined ? "delivery" : "deployer");
    const position = positionOf(document.positions, pointer) ?? { path: document.path };
    const facts = { problem: "deployer-proposes", pointer };
    return [schemaFinding("charter-invalid", { ...position, pointer }, facts)];
  });
}

function isPlainFolder(path: string): boolean {
  const [first] = foldPath(path).split("/");
  return path.split("/").every((segment) => segment !== "") && first !== ".omega";
}

function overlapping(root: string) {
  return (other: { readonly root: string }): boolean =>
    `${root}/`.startsWith(`${other.root}/`) || `${other.root}/`.startsWith(`${root}/`);
}
