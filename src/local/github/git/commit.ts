import { objectOf, saveObject, type ObjectStore } from "./objects.ts";

/** `at` in whole seconds since 1970, `zone` as git writes it: `+0000`. */
export type Signature = {
  readonly name: string;
  readonly email: string;
  readonly at: number;
  readonly zone: string;
};

export type Commit = {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
};

function renderSignature(who: Signature): string {
  return `${who.name} <${who.email}> ${who.at} ${who.zone}`;
}

export function saveCommit(store: ObjectStore, commit: Commit): string {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${renderSignature(commit.author)}`,
    `committer ${renderSignature(commit.committer)}`,
    "",
    commit.message,
  ];
  return saveObject(store, "commit", Buffer.from(lines.join("\n")));
}

function parseSignature(text: string): Signature {
  const [, name = "", email = "", at = "0", zone = "+0000"] =
    /^(.*) <(.*)> (\d+) ([+-]\d{4})$/.exec(text) ?? [];
  return { name, email, at: Number(at), zone };
}

export function loadCommit(store: ObjectStore, id: string): Commit {
  const text = Buffer.from(objectOf(store, "commit", id)).toString("utf8");
  const gap = text.indexOf("\n\n");
  const headers = text.slice(0, gap).split("\n");
  const all = (name: string): readonly string[] =>
    headers
      .filter((line) => line.startsWith(`${name} `))
      .map((line) => line.slice(name.length + 1));
  return {
    tree: all("tree")[0] ?? "",
    parents: all("parent"),
    author: parseSignature(all("author")[0] ?? ""),
    committer: parseSignature(all("committer")[0] ?? ""),
    message: text.slice(gap + 2),
  };
}
