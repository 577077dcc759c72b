import type { ReasonRow } from "./reason-row.ts";
import { AMEND, PUSH } from "./remedies.ts";

/** What a pull request is and whether it could be read. */
export const READING_REASONS = {
  passed: ["Nothing to object to", "Every check of this gate passed."],
  "only-watched": [
    "Only watched",
    "The charter only watches these rules (`monitor`): in force, they would have refused this.",
    "Take the rule off the charter's `monitor` list to enforce it.",
  ],
  "not-a-mutation": [
    "Not a mutation",
    "No governed agent changes its behaviour here, so nothing is evaluated and no budget is spent.",
  ],
  "no-charter": [
    "No charter",
    "The base branch has no charter, so nothing is governed here.",
    "Add `.omega/charter.yaml` in a pull request of its own.",
  ],
  "file-too-large": [
    "File too large",
    "A file of the system is larger than its kind allows.",
    PUSH,
  ],
  "file-not-utf8": ["File is not UTF-8", "A file of the system is not valid UTF-8 text.", PUSH],
  "file-text-hidden": [
    "Hidden text",
    "A file of the system holds characters that people do not see and machines read.",
    PUSH,
  ],
  "file-lfs-pointer": [
    "Content kept elsewhere",
    "A file of the system is a Git LFS pointer: what would run is not in the commit, so it cannot be judged.",
    PUSH,
  ],
  "attributes-alter-files": [
    "Git attributes alter files",
    "A `.gitattributes` makes files of a system, or the charter, come out other than they were judged, or hides their changes.",
    AMEND,
  ],
  "file-mode-forbidden": [
    "Forbidden file mode",
    "A system may hold plain files only: no symlinks, submodules or executables.",
    PUSH,
  ],
  "file-kind-unknown": [
    "Unknown kind of file",
    "What cannot be read cannot be judged, so an unknown file under a system is refused.",
    PUSH,
  ],
  "file-name-collision": [
    "Colliding file names",
    "Two paths are the same on some file systems.",
    PUSH,
  ],
  "tree-truncated": [
    "Tree not listed whole",
    "The repository has more files or folders than are listed, and an incomplete list is never judged.",
    "Move the governed systems into a smaller repository, or take generated files out of this one.",
  ],
  "no-merge-base": [
    "No common history",
    "The pull request shares no commit with its base.",
    "Rebase it on the base branch.",
  ],
  "merge-base-ambiguous": [
    "Several merge bases",
    "The two branches were merged into each other, so no one commit says what this pull request changes.",
    "Merge the base branch into this one, or rebase onto it.",
  ],
  "history-too-long": [
    "History too long",
    "The pull request has more commits than are read to find where it left its base.",
    "Rebase it onto the base branch, or squash it.",
  ],
  "yaml-unreadable": ["YAML cannot be read", "A YAML file is not well formed.", PUSH],
  "yaml-ambiguous": [
    "YAML two parsers read differently",
    "The file uses YAML that another parser would read differently.",
    PUSH,
  ],
  "yaml-too-deep": [
    "YAML nested too deep",
    "The file nests deeper than any definition needs.",
    PUSH,
  ],
  "yaml-too-large": ["YAML too large", "The file is larger than any definition needs.", PUSH],
  "yaml-duplicate-key": [
    "Duplicate key",
    "A key stands twice, and parsers differ on which one counts.",
    PUSH,
  ],
  "json-unreadable": [
    "JSON cannot be read",
    "A JSON file is not well formed, or repeats a key.",
    PUSH,
  ],
  "charter-invalid": [
    "Charter is not valid",
    "The charter does not have the shape, or goes below a floor, that the code fixes.",
    "Stewards can amend it; until then nothing is accepted.",
  ],
  "system-invalid": [
    "System is not valid",
    "The system's definition does not have the required shape.",
    PUSH,
  ],
  "system-missing": [
    "System is missing",
    "The charter names a system whose definition is not there.",
    PUSH,
  ],
  "suite-invalid": ["Suite cannot be read", "An evaluation suite is not valid.", AMEND],
  "mixed-pull-request": [
    "Mutation and governance mixed",
    "One pull request changes an agent and what governs it.",
    "Split it in two: the governed files in an amendment, the agent's change in a mutation after it.",
  ],
  "several-systems": [
    "Several systems at once",
    "One pull request mutates more than one system.",
    "Split it: one pull request for each system.",
  ],
  "approvals-missing": [
    "Waiting for approvals",
    "Governed files change only with human approvals of exactly this commit.",
    "People whom the charter names, who had no hand in the commits, can approve.",
  ],
  "approvals-stand": [
    "Approved",
    "The approvals that the charter asks for stand on exactly this commit.",
  ],
  "approvals-lapsed": [
    "Approvals no longer stand",
    "It was decided with approvals that do not all stand any more: one was dismissed, or somebody who gave one may approve here no longer.",
    "Let as many people as the charter asks for approve this commit again; then an operator can ask for the promotion again.",
  ],
  "class-claim-false": [
    "Claimed class is not the derived one",
    "The pull request claims a class of change that its difference does not have.",
    "Correct the claim in the pull request's description.",
  ],
  "objective-missing": [
    "No objective",
    "The pull request does not say what should improve.",
    "Name one of `task`, `efficiency`, `risk`, `neutral` under *Objective* in the description.",
  ],
  "draft-not-evaluated": [
    "Draft",
    "A draft passes the deterministic gates only; it spends no evidence and is never rolled out.",
    "Mark the pull request as ready for review.",
  ],
  "outsider-not-admitted": [
    "Not admitted yet",
    "A change from another repository spends no budget and no sealed evidence before somebody here lets it in.",
    "A maintainer can push the branch to this repository and open it from there.",
  ],
} as const satisfies Readonly<Record<string, ReasonRow>>;
