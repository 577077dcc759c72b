const SECOND = 1_000;

type Shown = {
  readonly done: number;
  readonly total: number;
  /** Milliseconds so far, and what the rest of this suite may take. */
  readonly elapsed: number;
  readonly left: number;
};

type Told = { readonly title: string; readonly summary: string };

const NOT_YET = "Nothing is decided yet.";

/** What an evaluation that takes its time says of a suite that everybody may read. */
export function renderProgress({ done, total, elapsed, left }: Shown): Told {
  return {
    title: `Asking the public suite: ${done} of ${total} items`,
    summary:
      `Both versions have answered ${done} of the ${total} items of the public suite. ` +
      `It took ${secondsOf(elapsed)}, and the rest of this suite may take ${secondsOf(left)} more; ` +
      `other suites come after it. ${NOT_YET}`,
  };
}

/** No figure: how far a sealed suite was asked tells how large an effect it shows. */
export function renderSealedProgress(): Told {
  return {
    title: "The sealed suite is being asked",
    summary: `The sealed suite is being asked. How far it got is told to nobody here. ${NOT_YET}`,
  };
}

function secondsOf(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / SECOND);
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
