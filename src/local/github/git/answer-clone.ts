import { findRepository, type World } from "../world.ts";
import { cloneFile } from "./clone-file.ts";

export type CloneAnswer = { readonly status: 200 | 404; readonly bytes: Uint8Array };

/** What git asks for below `/<owner>/<name>.git/`; nothing when it is somebody else's question. */
export function answerClone(world: World, url: URL): CloneAnswer | undefined {
  const [, owner = "", name = "", path = ""] =
    /^\/([^/]+)\/([^/]+)\.git\/(.+)$/.exec(url.pathname) ?? [];
  const repository = name === "" ? undefined : findRepository(world, owner, name);
  if (repository === undefined) return undefined;
  const bytes = cloneFile(repository, path);
  return bytes === undefined ? { status: 404, bytes: new Uint8Array() } : { status: 200, bytes };
}
