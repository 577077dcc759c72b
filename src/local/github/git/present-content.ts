import type { Json } from "../accounts/present-account.ts";
import { apiUrl, pageUrl } from "../repositories/present-repository.ts";
import type { Leaf } from "./flat-tree.ts";
import { loadObject, objectOf } from "./objects.ts";
import type { Place } from "./present-git.ts";

type Located = { readonly path: string; readonly ref: string; readonly leaf: Leaf };

const types: Readonly<Record<string, string>> = {
  "40000": "dir",
  "120000": "symlink",
  "160000": "submodule",
};

/** One row of a folder, and the `content` of a write's answer. */
export function presentEntry(place: Place, { path, ref, leaf }: Located): Json {
  const { world, repository } = place;
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const self = `${apiUrl(world, repository)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const type = types[leaf.mode] ?? "file";
  const kind = type === "dir" ? "tree" : "blob";
  const git = `${apiUrl(world, repository)}/git/${kind}s/${leaf.sha}`;
  const html = `${pageUrl(world, repository)}/${kind}/${ref}/${encoded}`;
  const bytes = loadObject(repository.objects, "blob", leaf.sha);
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    sha: leaf.sha,
    size: bytes?.length ?? 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: type === "dir" ? null : `${pageUrl(world, repository)}/raw/${ref}/${encoded}`,
    type,
    _links: { self, git, html },
  };
}

/** GitHub's `content-file`: base64 in lines of sixty. */
export function presentFile(place: Place, located: Located): Json {
  const bytes = objectOf(place.repository.objects, "blob", located.leaf.sha);
  return {
    ...presentEntry(place, located),
    type: "file",
    content: Buffer.from(bytes).toString("base64").replaceAll(/.{60}/g, "$&\n"),
    encoding: "base64",
  };
}
