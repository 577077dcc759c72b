import type { Reporter, TestModule } from "vitest/node";

/** Ends the run with one plain line that any log reader understands: `N passed, N failed, N skipped`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      if (module.errors().length > 0) count.failed += 1;
    }
    const skipped = count.skipped + count.pending;
    process.on("exit", () => {
      console.log(`${count.passed} passed, ${count.failed} failed, ${skipped} skipped`);
    });
  }
}
