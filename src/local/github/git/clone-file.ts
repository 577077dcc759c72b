import { deflateSync } from "node:zlib";
import type { Repository } from "../repositories/repository.ts";

/**
 * One file of a repository as git's plain HTTP transport asks for it, so that `git clone` works
 * here as it does on GitHub, pull requests' heads (`refs/pull/N/head`) included. Every object is
 * served loose; without `objects/info/packs` git asks for no pack.
 */
export function cloneFile(repository: Repository, path: string): Uint8Array | undefined {
  const { refs, objects, defaultBranch } = repository;
  if (path === "HEAD") return Buffer.from(`ref: refs/heads/${defaultBranch}\n`);
  if (path === "info/refs") {
    const rows = [...refs].map(([name, id]) => `${id}\t${name}\n`);
    return Buffer.from(rows.sort(byName).join(""));
  }
  const [, start = "", rest = ""] = /^objects\/([0-9a-f]{2})\/([0-9a-f]{38})$/.exec(path) ?? [];
  const object = objects.get(start + rest);
  if (object === undefined) return undefined;
  const header = Buffer.from(`${object.kind} ${object.bytes.length}\0`);
  return deflateSync(Buffer.concat([header, object.bytes]));
}

function byName(left: string, right: string): number {
  return left.slice(41) < right.slice(41) ? -1 : 1;
}
