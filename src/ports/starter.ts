/** The files with which a repository comes under governance, by path from its root. */
export type Starter = { files(): Promise<ReadonlyMap<string, string>> };
