import type { Bar } from "../bars.ts";
import { openBenchDesk } from "./bench-desk.ts";
import { countLives } from "./count-lives.ts";
import { measureLatencies } from "./latencies.ts";

/**
 * What the app asks of GitHub, by route, and how soon its word is on a pull request. App, local
 * GitHub and proposer share this process, so that the latencies hold the work of all three.
 * `--counts` and `--latencies` leave the other out.
 */
export async function benchGitHub(options: readonly string[]): Promise<readonly Bar[]> {
  const desk = await openBenchDesk();
  try {
    await desk.quiet();
    const counts = options.includes("--latencies") ? [] : await countLives(desk);
    if (options.includes("--counts")) return counts;
    return [...counts, ...(await measureLatencies(desk))];
  } finally {
    await desk.close();
  }
}
