import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { c1Governance } from "../src/core/constitution/constraints/c1-governance.ts";
import { c2Safety } from "../src/core/constitution/constraints/c2-safety.ts";
import { c3Deployment } from "../src/core/constitution/constraints/c3-deployment.ts";
import { c4Audit } from "../src/core/constitution/constraints/c4-audit.ts";
import { c5Tiers } from "../src/core/constitution/constraints/c5-tiers.ts";
import { DIMENSIONS } from "../src/core/evaluation/dimension-report.ts";
import { readSystem } from "../src/core/ir/read-system.ts";
import { STAGES } from "../src/core/validation/stage.ts";
import { aSnapshot } from "./support/builders.ts";
import {
  brokenLink,
  fencesOf,
  headingsOf,
  namedPaths,
  projectFiles,
  relativeLinks,
  tableRows,
} from "./support/docs/pages.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const FILES = projectFiles(ROOT);
const PAGES = FILES.filter(
  (file) =>
    file.endsWith(".md") && (file === "README.md" || /^(docs|\.github|templates)\//.test(file)),
);

const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

describe("the documentation", () => {
  it("is checked on pages that exist", () => {
    expect(PAGES).toContain("README.md");
    expect(PAGES.length).toBeGreaterThan(25);
    expect(PAGES.flatMap((page) => relativeLinks(ROOT, page)).length).toBeGreaterThan(40);
  });

  it("has no relative link that leads nowhere", () => {
    const links = PAGES.flatMap((page) => relativeLinks(ROOT, page));

    expect(links.flatMap((link) => brokenLink(ROOT, link) ?? [])).toEqual([]);
  });

  it("names no file of the project that is not there", () => {
    const pages = PAGES.filter((page) => !page.startsWith("templates/"));
    const missing = pages.flatMap((page) =>
      namedPaths(textOf(page))
        .filter((path) => !path.includes("*") && !path.includes("<"))
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${page}: ${path}`),
    );

    expect(missing).toEqual([]);
  });

  it("names no command that the package does not have", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const pages = PAGES.filter((page) => page === "README.md" || page.startsWith("docs/"));
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, script = ""]) => script),
    );

    expect(named).toContain("demo");
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  it("gives every dependency of the package one line in the README, and no other", () => {
    const manifest = JSON.parse(textOf("package.json")) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const section = textOf("README.md")
      .split(/^## /m)
      .find((part) => part.startsWith("Depend"));
    const rows = tableRows(section ?? "").flatMap(([cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    );

    expect(new Set(rows)).toEqual(new Set(names));
  });
});

describe("the decisions", () => {
  const TITLES = [
    "Thin control surfaces over one orchestration API",
    "Reflective IR is the canonical mutable object",
    "Provider access only through adapter interfaces",
    "GitHub integration through a GitHub App",
    "Candidate execution is sandboxed",
    "Deployment requires shadow then canary",
    "Evaluation evidence is multi-dimensional",
    "Constitutional constraints are immutable",
    "Decision thresholds adapt from archivist feedback",
    "Mutation budget rate limiting",
  ];
  const records = FILES.filter((file) => file.startsWith("docs/adr/"));

  it("are numbered from 001 without gaps, in file name and title alike", () => {
    const numbers = records.map((file) => file.slice("docs/adr/".length, "docs/adr/".length + 3));
    const titled = records.map((file) => /^# ADR-(\d{3}): /.exec(textOf(file))?.[1]);
    const wanted = records.map((_, index) => String(index + 1).padStart(3, "0"));

    expect(numbers).toEqual(wanted);
    expect(titled).toEqual(wanted);
  });

  it("keep the titles of the first ten", () => {
    const titles = records.slice(0, 10).map((file) => headingsOf(textOf(file))[0]);

    expect(titles).toEqual(
      TITLES.map((title, index) => `ADR-${String(index + 1).padStart(3, "0")}: ${title}`),
    );
  });

  it("say status, context, decision and consequences", () => {
    for (const file of records) {
      const sections = headingsOf(textOf(file)).slice(1);
      expect(sections, file).toEqual(["Status", "Context", "Decision", "Consequences"]);
    }
  });
});

describe("the words", () => {
  it("are each a type that the named file exports", () => {
    const rows = tableRows(textOf("docs/glossary.md"));
    const wrong = rows.flatMap(([word = "", , where = ""]) => {
      const path = where.replaceAll("`", "");
      const isThere =
        existsSync(join(ROOT, path)) &&
        new RegExp(`^export (?:type|const) ${word}\\b`, "m").test(textOf(path));
      return isThere ? [] : [`${word} in ${path}`];
    });

    expect(rows.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });
});

describe("the guide to the gates", () => {
  const cells = tableRows(textOf("docs/guides/gates.md")).map(([first = ""]) => first);

  it("has a row for every validation stage and every dimension", () => {
    const shown = new Set(cells);

    for (const name of [...STAGES, ...DIMENSIONS]) expect(shown).toContain(`\`${name}\``);
  });

  it("has the six rules under the titles that the code gives them", () => {
    const rows = tableRows(textOf("docs/guides/gates.md")).filter(([first = ""]) =>
      /^C[1-6]$/.test(first),
    );
    const constraints = [c1Governance, c2Safety, c3Deployment, c4Audit, c5Tiers];

    expect(rows.map(([rule]) => rule)).toEqual(["C1", "C2", "C3", "C4", "C5", "C6"]);
    expect(rows.slice(0, 5).map(([rule, title]) => ({ id: rule, title }))).toEqual(
      constraints.map(({ id, title }) => ({ id, title })),
    );
  });
});

describe("the digest in the guide to systems", () => {
  it("is the one that the code computes for the system on the same page", () => {
    const page = textOf("docs/guides/system.md");
    const [definition = ""] = fencesOf(page, "yaml");
    const [prompt = ""] = fencesOf(page, "markdown");
    const [digest = ""] = fencesOf(page, "text");
    const root = "systems/echo";
    const snapshot = aSnapshot({
      [`${root}/system.yaml`]: definition,
      [`${root}/prompts/reply.md`]: prompt.trimEnd(),
    });
    const read = readSystem({ name: "echo", root, snapshot });

    expect(read.ok ? read.value.digest : read.refusal).toBe(digest.trim());
  });
});

describe("the threat model", () => {
  it("names for every row at least one file that does it", () => {
    const rows = tableRows(textOf("docs/threat-model.md"));

    expect(rows.length).toBeGreaterThan(15);
    for (const [threat = "", , where = ""] of rows) {
      expect(namedPaths(where), threat).not.toHaveLength(0);
    }
  });
});

describe("the repository", () => {
  const SHARED_ROOTS = ["/", "/tmp", "/home", "/root", "/opt", "/srv", "/usr/src", "/var", "/mnt"];
  const TEXTS = FILES.filter((file) => !/\.(png|ico|wasm)$/.test(file));

  function filesWith(says: (text: string) => boolean): readonly string[] {
    return TEXTS.filter((file) => says(textOf(file)));
  }

  it("holds no path of the machine it was written on", () => {
    const parent = dirname(ROOT);
    const places = SHARED_ROOTS.includes(parent) ? [ROOT] : [ROOT, parent];
    const found = filesWith((text) => places.some((place) => text.includes(`${place}/`)));

    expect(found).toEqual([]);
  });

  it("names no package registry, because every machine has its own", () => {
    const configured = process.env["npm_config_registry"] ?? "";
    const host = configured === "" ? "" : new URL(configured).host;
    const hosts = [["registry", "npmjs", "org"].join("."), host].filter((name) => name !== "");

    expect(filesWith((text) => hosts.some((name) => text.includes(name)))).toEqual([]);
  });

  it("speaks of the product and not of how it was made", () => {
    // Put together here, so that this file does not hold the words it looks for.
    const words = [
      ["house", "\\.md"],
      ["/tmp/", "brief"],
      ["shared/", "(?:design|notes|seed|samples)"],
      ["(?:evidence|store|gates|rollout|github) ", "engineer"],
      ["sub-?", "session"],
    ].map((parts) => parts.join(""));
    const pattern = new RegExp(words.join("|"), "i");

    expect(filesWith((text) => pattern.test(text))).toEqual([]);
  });
});
