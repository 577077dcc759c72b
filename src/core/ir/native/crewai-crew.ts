/** One crew: the agents and tasks of one folder. */
export type Crew = {
  readonly scope: string;
  readonly agents: ReadonlyMap<string, string>;
  /** False where the agents stand in another file than those that were found, which only code knows. */
  readonly knowsAgents: boolean;
};
