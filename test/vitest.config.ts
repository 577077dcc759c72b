import { defineConfig } from "vitest/config";
import { LongestFirst } from "./support/longest-first.ts";

const ALL = ["test/**/*.test.ts"];
const PURE = ["test/core/**/*.test.ts", "test/surfaces/**/*.test.ts"];
/** What starts processes or judges hundreds of repositories: run by commands of its own. */
const LONG = ["test/e2e/**/*.test.ts", "test/red-team/**/*.test.ts"];

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    projects: [
      { extends: true, test: { name: "pure", include: PURE } },
      { extends: true, test: { name: "world", include: ALL, exclude: [...PURE, ...LONG] } },
      { extends: true, test: { name: "long", include: LONG } },
    ],
    // Most tests wait for a database or another process; one worker would leave a core idle.
    maxWorkers: 2,
    // No module of ours keeps state that a test could find, and loading them anew for each file took
    // most of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: "./test/support/conformance/report.ts",
    reporters: ["default", "./test/support/closing-line.ts"],
    coverage: {
      provider: "v8",
      include: ["src/**"],
      exclude: ["src/**/migrations/**"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 90 },
    },
  },
});
