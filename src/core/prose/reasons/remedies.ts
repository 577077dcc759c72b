/** The three ways out that most refusals share. */
export const PUSH = "The proposer can push a corrected commit.";

export const AMEND =
  "If it must change, stewards named by the charter can amend it in a pull request of its own.";

export const RETRY =
  "It is tried again by itself; an operator can also ask with `omega:re-evaluate`.";
