import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const NOT_OURS = ["node_modules", "dist", "coverage", ".git", ".omega-data"];

/** Every file that belongs to the project, as paths from its root; nothing that tools made. */
export function projectFiles(root: string): readonly string[] {
  const walk = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (NOT_OURS.includes(entry.name)) return [];
      return entry.isDirectory() ? walk(path) : [path];
    });
  return walk(".")
    .map((path) => relative(".", path))
    .sort();
}

export type Link = { readonly page: string; readonly target: string; readonly fragment: string };

/** Links of a page to other files of the project, without those that leave it. */
export function relativeLinks(root: string, page: string): readonly Link[] {
  const text = withoutCode(readFileSync(join(root, page), "utf8"));
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, url = ""]) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return [];
    const [path = "", fragment = ""] = url.split("#");
    const target = path === "" ? page : relative(root, resolve(root, dirname(page), path));
    return [{ page, target, fragment }];
  });
}

/** Why a link leads nowhere, or nothing when it leads somewhere. */
export function brokenLink(root: string, link: Link): string | undefined {
  const path = join(root, link.target);
  if (!existsSync(path)) return `${link.page}: ${link.target} is not there`;
  if (link.fragment === "") return undefined;
  const headings = headingsOf(readFileSync(path, "utf8")).map(anchorOf);
  const isThere = headings.includes(link.fragment);
  return isThere ? undefined : `${link.page}: ${link.target} has no #${link.fragment}`;
}

export function headingsOf(text: string): readonly string[] {
  return [...withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) => title);
}

/** GitHub's anchor of a heading, as far as our headings need it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/** Rows of every table on a page, as cells without their white space; heads and rules left out. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    const isRow = line.startsWith("|") && !line.startsWith("|---");
    if (!isRow || lines[at + 1]?.startsWith("|---") === true) return [];
    return [
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ];
  });
}

/** Paths of the project in code spans: what starts with a folder of its top level. */
export function namedPaths(text: string): readonly string[] {
  return [...text.matchAll(/`((?:src|test|templates|docs)\/[^`\s]*)`/g)].map(
    ([, path = ""]) => path,
  );
}

export function fencesOf(text: string, language: string): readonly string[] {
  const fences = text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...fences].filter(([, name]) => name === language).map(([, , body = ""]) => body);
}

function withoutFences(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, "");
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/`[^`\n]*`/g, "");
}
