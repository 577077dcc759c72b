/** What is looked at while somebody waits, and how often, in milliseconds. */
type Watch = {
  readonly isWanted: (() => Promise<boolean>) | undefined;
  readonly every: number;
};

/**
 * Works until it is done or nobody wants it any more. A long silence of a provider would otherwise
 * look to everybody else like the death of the one who waits.
 */
export async function whileWanted<Value>(
  { isWanted, every }: Watch,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const stop = new AbortController();
  const look = async (): Promise<void> => {
    // Who cannot say that it is wanted is not paid for.
    const wanted = await isWanted?.().catch(() => false);
    if (wanted === false) stop.abort();
  };
  const timer = setInterval(() => void look(), every);
  try {
    return await work(stop.signal);
  } finally {
    clearInterval(timer);
  }
}
