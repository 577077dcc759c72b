import type { READING_REASONS } from "../reasons/reading.ts";
import type { FindingRows } from "./finding-row.ts";

/** Codes of reading that name one place in one file; the others end a whole pull request. */
type Code = Extract<
  keyof typeof READING_REASONS,
  | `file-${string}`
  | `yaml-${string}`
  | "json-unreadable"
  | "attributes-alter-files"
  | `${string}-invalid`
  | "system-missing"
>;

/** What keeps a file from being read. */
export const READING_FINDINGS = {
  "file-too-large": { otherwise: ["The file has {bytes} bytes; its kind may have {limit}."] },
  "file-not-utf8": {
    otherwise: ["The file is not valid UTF-8."],
    nul: ["The file holds a NUL character, so git and reviews take it for binary.", "Remove it."],
  },
  "file-text-hidden": {
    otherwise: [
      "{character} stands here: people do not see it, and machines read it.",
      "Remove it; in JSON and code, write it as an escape.",
    ],
  },
  "file-lfs-pointer": {
    otherwise: [
      "This is a Git LFS pointer: what would run lies elsewhere and was never judged.",
      "Commit the file itself (`git lfs untrack`, then add it again).",
    ],
  },
  "attributes-alter-files": {
    otherwise: [
      "With {attribute} a checkout of {file} holds other bytes than the commit that was judged.",
      "Take the attribute away from the files of systems and from the charter, in an amendment.",
    ],
    hidden: [
      "With {attribute} a review shows no change of {file}.",
      "Take the attribute away from the files of systems and from the charter, in an amendment.",
    ],
  },
  "file-mode-forbidden": {
    otherwise: ["The file's mode is {mode}; below a system there are plain files only."],
    symlink: ["This is a symbolic link; below a system there are plain files only."],
    submodule: ["This is a submodule; below a system there are plain files only."],
    executable: ["This file is executable; below a system there are plain files only."],
  },
  "file-kind-unknown": {
    otherwise: [
      "This kind of file is not known below a system, and what cannot be read cannot be judged.",
      "Known are `prompts/*.md`, `tools/*.js`, `data/*.json`, `schemas/*.json`, `extensions/*.json`, `README.md` and `docs/`; move it elsewhere or into one of these.",
    ],
  },
  "file-name-collision": {
    otherwise: ["This path and {with} are one and the same on some file systems.", "Rename it."],
  },
  "yaml-unreadable": {
    otherwise: ["This is not well-formed YAML: {detail}."],
    empty: ["The file is empty."],
  },
  "yaml-ambiguous": {
    otherwise: ["Another parser would read this differently: {problem}."],
    anchor: [
      "Anchors are not allowed: some parsers expand them and some do not.",
      "Write the value out.",
    ],
    alias: [
      "Aliases are not allowed: some parsers expand them and some do not.",
      "Write the value out.",
    ],
    tag: [
      "Tags are not allowed: they mean something else to each parser.",
      "Write the plain value.",
    ],
    "yaml-1-1-word": [
      "To some parsers this word is not text but true, false or nothing.",
      "Put it in quotes.",
    ],
    "needs-quotes": ["This text could be read as something else.", "Put it in quotes."],
    "quoted-key": [
      "Keys are written without quotes, where that is unambiguous.",
      "Take the quotes away.",
    ],
    "comment-not-apart": [
      "A comment needs a space before it, also where it opens a line within brackets.",
      "Put a space before the `#`.",
    ],
    "key-not-in-line": [
      "This key does not stand below the ones beside it, at the start of its line.",
      "Put it on a line of its own, indented like its neighbours.",
    ],
    "not-composed": [
      "This text looks like other text that is written with other characters.",
      "Save the file in Unicode's composed form (NFC).",
    ],
    "document-marker": [
      "One file holds one document, without `---` or `...`.",
      "Take the marker out.",
    ],
    character: [
      "{character} stands here: people do not see it, or parsers read it differently.",
      "Remove it; a new line in text is written `\\n` in double quotes.",
    ],
  },
  "yaml-too-deep": { otherwise: ["This is nested deeper than {limit} levels."] },
  "yaml-too-large": {
    otherwise: ["The file has {bytes} bytes; a definition may have {limit}."],
    "too-many-nodes": ["From here on the file has more values than the {limit} it may have."],
  },
  "yaml-duplicate-key": {
    otherwise: [
      "This key stands here twice, and parsers differ on which one counts.",
      "Keep one of the two.",
    ],
  },
  "json-unreadable": { otherwise: ["This JSON cannot be read strictly: {problem}."] },
  "charter-invalid": {
    otherwise: ["{pointer} is not as a charter must be: {detail}."],
    "system-path": ["{pointer} is no folder that a system may live in."],
    "deployer-proposes": [
      "{pointer}: the account whose word says that a version is deployed also proposes versions.",
      "Name an account that proposes nothing under `deployer`.",
    ],
    removed: ["The charter is gone, and without it nothing here would be governed.", "Restore it."],
    unreadable: [
      "The charter is a link, a submodule, an executable or larger than anything that is read.",
      "Make it a plain file of a charter's size.",
    ],
  },
  "system-invalid": {
    otherwise: ["{pointer} is not as a system must be: {detail}."],
    name: ["The system's name is not the one under which the charter knows it: {expected}."],
    "missing-key": [
      "The key {key} is missing here, and a file of this format has it.",
      "Write it, or take the file out of the system's folder.",
    ],
    "no-front-matter": [
      "A subagent begins with settings between two lines `---`, and the key {key} is not here.",
      "Write the settings, or take the file out of the agents' folder.",
    ],
    "not-text": ["The value of {key} is not text."],
    "not-an-object": ["The value of {key} is no mapping of keys to values."],
    "not-a-list": ["The value of {key} is not a list."],
    "not-a-value": ["The value of {key} is not a single value."],
    "unknown-name": ["{key} names something that this file does not have."],
    "names-collide": [
      "Two names become one here: {name}. One would hide the other.",
      "Rename one of the two.",
    ],
    "secret-literal": [
      "{key} looks like a credential, and everyone who can read the repository has it.",
      "Refer to a variable, and replace the credential where it was issued.",
    ],
    "tools-empty": [
      "{key} is there and names nothing, which may mean every tool or none.",
      "Name the tools, or leave the key out to say that it means every tool.",
    ],
    outside: ["{key} leads out of the system's folder, where nothing is governed."],
    "node-unknown": [
      "No code of the system names the node {name}, so this prompt would wait for its day.",
      "Name the node in the graph's code, or remove the prompt.",
    ],
    "too-many-files": [
      "The system's folder holds {files} files; {limit} can be judged.",
      "Keep the agents in a folder of their own.",
    ],
  },
  "system-missing": { otherwise: ["The charter names {system}, and its definition is not here."] },
  "suite-invalid": {
    otherwise: ["This line of the suite cannot be used: {problem}."],
    "item-count": ["The suite has {items} items."],
    "duplicate-id": ["An item of this id stands above already."],
    "file-ending": [
      "Tests are read from files that end in .yaml, .yml, .json or .jsonl.",
      "Have the other tool write its tests to such a file; code is not run.",
    ],
    "not-a-list": ["There is no list of tests in this file."],
  },
} as const satisfies Readonly<Record<Code, FindingRows>>;
