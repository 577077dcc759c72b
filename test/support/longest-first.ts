import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, longest first; a file that is begun last keeps one worker and idles the rest. */
const LONGEST: readonly string[] = [
  "flows/any-life",
  "flows/judging/judge-evaluation",
  "flows/judging/injections-beside-the-change",
  "flows/evaluate-mutation",
  "flows/incident-ends",
  "adapters/store/work",
  "adapters/queue/queue",
  "stories/measuring",
  "flows/void-rollout",
  "flows/gates",
  "test/house",
  "e2e/demo",
  "e2e/merge",
  "e2e/kill",
  "e2e/two-processes",
  "e2e/budget-race",
];

/** Without a memory of earlier runs, as in a fresh clone, Vitest goes by the size of files. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => placeOf(left) - placeOf(right));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
  return place === -1 ? LONGEST.length : place;
}
