import type { FindingRows } from "./finding-row.ts";

const TAKE_OUT = "Take it out of this pull request; the proposer can push a corrected commit.";

const ON_ITS_OWN = "Propose it in a pull request of its own, without the agent's change.";

const WAYS_KEPT =
  "Let every run that went there still go there, or let stewards take the module off the charter's `protected` list first.";

/** The ways in which a change reaches what governs it. */
export const GOVERNANCE_REACHED = {
  otherwise: ["This reaches the files that govern the agent."],
  "look-alike": ["{path} looks like the governed {like} and is another file.", TAKE_OUT],
  symlink: [
    "{path} is a symbolic link; what it points to would be part of the agent and is judged by nobody.",
    "Replace it by a plain file with the content itself.",
  ],
  submodule: [
    "{path} is a submodule; what it brings in would be part of the agent and is judged by nobody.",
    "Replace it by plain files with the content itself.",
  ],
  unplugged: [
    "No way through the graph leads to {module} any more, although the charter protects it.",
    "Keep a node that uses it within reach, or let stewards take it off the charter's `protected` list first.",
  ],
  "workflow-part": [
    "{path} is a part of which governed workflows are made; changed beside the agent, it would judge its own change.",
    ON_ITS_OWN,
  ],
  attributes: [
    "{path} changes where git takes content or authors from, for governed files too.",
    ON_ITS_OWN,
  ],
  template: [
    "{path} asks proposers what they claim; an agent's change does not rewrite it.",
    ON_ITS_OWN,
  ],
  copied: [
    "{path} is a copy of the governed {original}: a second one that nobody governs.",
    TAKE_OUT,
  ],
  diverted: [
    "At {node} some runs that used to go to {module}, which the charter protects, turn off.",
    WAYS_KEPT,
  ],
  bypassed: [
    "Runs can now end without ever coming to {node}, where they turned to {module}, which the charter protects.",
    WAYS_KEPT,
  ],
  closed: [
    "With the values that the parameters now have, no run can turn at {node} to {module}, which the charter protects.",
    WAYS_KEPT,
  ],
  overwritten: [
    "{node} comes after {module}, which the charter protects, and writes over what it says.",
    "Let it write under a name of its own, or before the protected module.",
  ],
  starved: [
    "{pointer} takes away or exchanges what {module}, which the charter protects, stands on.",
    "Leave it as it was, or let stewards take the module off the charter's `protected` list first.",
  ],
  claims: [
    "{name} speaks of what governs the agent; a system does not choose the rules it stands under.",
    TAKE_OUT,
  ],
  reference: [
    "{pointer} refers to {target}, which is outside the system's own folder or governs it.",
    "Refer to files below the system's folder, or to an `https` address with its digest.",
  ],
} as const satisfies FindingRows;
