/** GitHub's numeric ids survive renames and transfers; names do not. State is keyed by these. */
export type RepositoryId = number & { readonly brand: "RepositoryId" };
export type InstallationId = number & { readonly brand: "InstallationId" };
export type PullNumber = number & { readonly brand: "PullNumber" };

/** A git object id: 40 lower-case hex digits. */
export type Sha = string & { readonly brand: "Sha" };

export type PullKey = { readonly repositoryId: RepositoryId; readonly pull: PullNumber };

export function isSha(text: string): text is Sha {
  return /^[0-9a-f]{40}$/.test(text);
}

/** Where ids enter from outside (payloads, rows): a value that is not a positive integer is a fault. */
export function repositoryId(value: number): RepositoryId {
  return positive(value) as RepositoryId;
}

export function installationId(value: number): InstallationId {
  return positive(value) as InstallationId;
}

export function pullNumber(value: number): PullNumber {
  return positive(value) as PullNumber;
}

export function sha(text: string): Sha {
  if (!isSha(text)) throw new TypeError("not a git object id");
  return text;
}

function positive(value: number): number {
  if (!Number.isSafeInteger(value) || value <= 0) throw new TypeError("not a GitHub id");
  return value;
}
