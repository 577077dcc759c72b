import { describe, expect, it } from "vitest";
import { deviationsOf, extendLawful, lawfulRows } from "../../../src/core/incident/deviations.ts";
import { freezing } from "../../../src/core/incident/freezing.ts";
import { guardOf } from "../../../src/core/incident/guarded-paths.ts";
import { covers, type Incident, incidentName } from "../../../src/core/incident/incident.ts";
import { honoured, type Licence } from "../../../src/core/incident/licence.ts";
import { isRestoration, planRestoration } from "../../../src/core/incident/restoration.ts";
import { CHARTER_PATH } from "../../../src/core/ir/charter.ts";
import { compareTrees } from "../../../src/core/ir/compare-trees.ts";
import type { Tree, TreeEntry } from "../../../src/core/ir/snapshot.ts";
import { pullNumber, repositoryId, sha, type Sha } from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { aCharter, SYSTEM_ROOT } from "../../support/builders.ts";

const repository = repositoryId(7);
const NOW = instant(1_700_000_000_000);

const id = (digit: string): Sha => sha(digit.repeat(40));
const row = (path: string, digit: string, mode = "100644"): TreeEntry => ({
  path,
  mode,
  sha: id(digit),
});
const tree = (...rows: readonly TreeEntry[]): Tree => new Map(rows.map((one) => [one.path, one]));

const DEFINITION = `${SYSTEM_ROOT}/system.yaml`;
const BASE = tree(row(CHARTER_PATH, "a"), row(DEFINITION, "b"), row("README.md", "c"));
const guard = guardOf(aCharter());

const licence = (judgedBy: Sha, rows: Licence["rows"], pull = 1): Licence => ({
  key: { repositoryId: repository, pull: pullNumber(pull) },
  headSha: id("f"),
  judgedBy,
  rows,
});

const found = (tip: Tree, licences: readonly Licence[] = []) =>
  deviationsOf({ lawful: BASE, tip, guard, licences }).map(({ path }) => path);

const withRows = (...rows: readonly TreeEntry[]): Tree =>
  new Map([...BASE, ...tree(...rows)].map(([path, entry]) => [path, entry]));

describe("a deviation", () => {
  it.each([
    ["a changed charter", withRows(row(CHARTER_PATH, "d")), [CHARTER_PATH]],
    ["a changed definition", withRows(row(DEFINITION, "d")), [DEFINITION]],
    ["another mode", withRows(row(DEFINITION, "b", "120000")), [DEFINITION]],
    ["a file that is gone", tree(row(CHARTER_PATH, "a")), [DEFINITION]],
    ["a look-alike of the folder", withRows(row(".OMEGA/x", "d")), [".OMEGA/x"]],
    ["a file of nobody", withRows(row("src/app.ts", "d")), []],
    ["a README of the system", withRows(row(`${SYSTEM_ROOT}/README.md`, "d")), []],
    [
      "a link in place of that README",
      withRows(row(`${SYSTEM_ROOT}/README.md`, "d", "120000")),
      [`${SYSTEM_ROOT}/README.md`],
    ],
  ])("of %s", (_what, tip, paths) => {
    expect(found(tip)).toEqual(paths);
  });

  it("is none where exactly this row was approved, and one where another was", () => {
    const tip = withRows(row(CHARTER_PATH, "d"));

    expect(found(tip, [licence(id("a"), [{ path: CHARTER_PATH, entry: row("", "d") }])])).toEqual(
      [],
    );
    expect(found(tip, [licence(id("a"), [{ path: CHARTER_PATH, entry: row("", "e") }])])).toEqual([
      CHARTER_PATH,
    ]);
    expect(found(tip, [licence(id("a"), [{ path: CHARTER_PATH }])])).toEqual([CHARTER_PATH]);
  });

  it("stays out of what is lawful from now on, and nothing else does", () => {
    const tip = withRows(row(CHARTER_PATH, "d"), row(DEFINITION, "e"));
    const deviations = deviationsOf({ lawful: BASE, tip, guard, licences: [] }).slice(0, 1);

    const rows = lawfulRows({ lawful: BASE, tip, guard }, deviations);

    expect(rows.get(CHARTER_PATH)?.sha).toBe(id("a"));
    expect(rows.get(DEFINITION)?.sha).toBe(id("e"));
    expect(rows.has("README.md")).toBe(false);
  });
});

describe("a charter that guards more", () => {
  const WORKFLOW = ".github/workflows/deploy.yml";
  const guards = { before: guard, after: guardOf(aCharter({ workflows: [WORKFLOW] })) };
  const tip = withRows(row(WORKFLOW, "d"));

  it("takes what nobody guarded before as it stands", () => {
    const wider = extendLawful({ lawful: BASE, tip, licences: [] }, guards);

    expect(wider.get(WORKFLOW)?.sha).toBe(id("d"));
  });

  it("takes what its approval says in its place", () => {
    const licences = [licence(id("a"), [{ path: WORKFLOW, entry: row(WORKFLOW, "e") }])];

    const wider = extendLawful({ lawful: BASE, tip, licences }, guards);

    expect(wider.get(WORKFLOW)?.sha).toBe(id("e"));
  });
});

describe("a licence", () => {
  const next = licence(id("a"), [{ path: CHARTER_PATH, entry: row(CHARTER_PATH, "b") }], 1);
  const after = licence(id("b"), [], 2);
  const strange = licence(id("e"), [{ path: CHARTER_PATH, entry: row(CHARTER_PATH, "a") }], 3);

  it("holds when the lawful charter gave it, or one that this allowed in turn", () => {
    expect(honoured([after, next, strange], id("a"))).toEqual(
      expect.arrayContaining([next, after]),
    );
    expect(honoured([after, next, strange], id("a"))).toHaveLength(2);
  });

  it("of no lawful charter holds never", () => {
    expect(honoured([strange], id("a"))).toEqual([]);
    expect(honoured([next], undefined)).toEqual([]);
  });
});

const incident = (parts: Partial<Incident> = {}): Incident => ({
  id: "0123456789ab",
  repositoryId: repository,
  reason: "changed-around",
  freezes: ["greeter"],
  freezesFrom: NOW,
  openedAt: NOW,
  sha: id("f"),
  deviations: deviationsOf({
    lawful: BASE,
    tip: withRows(row(DEFINITION, "d")),
    guard,
    licences: [],
  }),
  ...parts,
});

describe("an incident", () => {
  it.each([
    ["its own system", incident(), "greeter", 1],
    ["no other system", incident(), "triage", 0],
    ["every system where governance is concerned", incident({ freezes: "repository" }), "x", 1],
    ["nothing any more when it is over", incident({ ended: "incident-lifted" }), "greeter", 0],
    ["nothing before its date", incident({ freezesFrom: instant(NOW + 1) }), "greeter", 0],
  ])("freezes %s", (_what, one, system, count) => {
    expect(freezing([one], system, NOW)).toHaveLength(count);
  });

  it("covers the same rows or fewer, and no other content of them", () => {
    const [first] = incident().deviations;
    if (first === undefined) throw new Error("nothing deviates");

    expect(covers(incident(), [first])).toBe(true);
    expect(covers(incident(), [{ ...first, found: row(DEFINITION, "e") }])).toBe(false);
    expect(covers(incident(), [{ ...first, path: CHARTER_PATH }])).toBe(false);
  });

  it("has a name that says nothing but what it is about", () => {
    const about = { repositoryId: repository, sha: id("f"), what: [["a", "b"]] as const };

    expect(incidentName(about)).toBe(incidentName(about));
    expect(incidentName(about)).not.toBe(incidentName({ ...about, sha: id("e") }));
    expect(incidentName(about)).toMatch(/^[0-9a-f]{12}$/);
  });
});

describe("a restoration", () => {
  const tip = withRows(row(DEFINITION, "d"));
  const { deviations } = incident();

  it.each([
    ["puts the lawful row back", BASE, true],
    ["changes nothing", tip, false],
    ["brings other content", withRows(row(DEFINITION, "e")), false],
    ["brings anything beside it", new Map([...BASE, ...tree(row("src/x.ts", "d"))]), false],
  ])("is a change that %s: %s", (_what, head, expected) => {
    expect(isRestoration(compareTrees(tip, head), deviations)).toBe(expected);
  });

  it("leaves workflow files to people", () => {
    const path = ".github/workflows/deploy.yml";

    expect(planRestoration([{ path, found: row(path, "d") }, ...deviations])).toMatchObject({
      rows: [{ path: DEFINITION, entry: { mode: "100644", sha: id("b") } }],
      byHand: [path],
    });
  });
});
