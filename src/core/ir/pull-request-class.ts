/** What a pull request is, seen from the charter at its base. Files decide; titles never do. */
export type PullRequestClass =
  /** No charter at the base: the app says nothing. */
  | { readonly kind: "silent" }
  | { readonly kind: "not-a-mutation" }
  | { readonly kind: "mutation"; readonly system: string }
  /** `system` when it changes what runs, a protected module: it is then evaluated and staged too. */
  | { readonly kind: "amendment"; readonly paths: readonly string[]; readonly system?: string }
  | {
      readonly kind: "introduction";
      readonly systems: readonly string[];
      readonly paths: readonly string[];
    }
  | { readonly kind: "genesis" }
  | {
      readonly kind: "mixed";
      readonly systems: readonly string[];
      readonly governed: readonly string[];
    }
  | { readonly kind: "several-systems"; readonly systems: readonly string[] };

/** The one system whose running version the pull request would change. */
export function systemToRun(classified: PullRequestClass): string | undefined {
  const { kind } = classified;
  return kind === "mutation" || kind === "amendment" ? classified.system : undefined;
}

/** The systems whose files it changes with what they are. */
export function systemsIn(classified: PullRequestClass): readonly string[] {
  switch (classified.kind) {
    case "mutation":
      return [classified.system];
    case "mixed":
    case "several-systems":
      return classified.systems;
    default:
      return [];
  }
}
