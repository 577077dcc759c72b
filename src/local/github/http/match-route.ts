import type { Route } from "./route.ts";

/** These stand for paths, refs and environment names, which may contain slashes. */
const wide = new Set(["path", "ref", "branch", "basehead", "tree_sha", "environment_name", "name"]);

type Compiled = {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
};

export type Matched = {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
};

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.path.replaceAll(/\{(\w+)\}|[.*+?^$()|[\]\\]/g, (text, name?: string) => {
    if (name === undefined) return `\\${text}`;
    names.push(name);
    return wide.has(name) ? "(.+)" : "([^/]+)";
  });
  return { route, pattern: new RegExp(`^${source}$`), names };
}

/** Fixed words beat parameters: `commits/{ref}/check-runs` before `commits/{ref}`. */
function rank(route: Route): number {
  return route.path.replaceAll(/\{\w+\}/g, "").length;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** GitHub's HEAD is GET without the body. */
export function compileRoutes(
  routes: readonly Route[],
): (method: string, path: string) => Matched | undefined {
  const compiled = routes.toSorted((a, b) => rank(b) - rank(a)).map(compile);
  return (method, path) => {
    const wanted = method === "HEAD" ? "GET" : method;
    for (const { route, pattern, names } of compiled) {
      const found = route.method === wanted ? pattern.exec(path) : null;
      if (found === null) continue;
      const params = names.map((name, at): [string, string] => [name, decode(found[at + 1] ?? "")]);
      return { route, params: Object.fromEntries(params) };
    }
    return undefined;
  };
}
