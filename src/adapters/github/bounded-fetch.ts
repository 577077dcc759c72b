/** GitHub itself gives up on a request after ten seconds. */
const PATIENCE = 30_000;

/** `fetch` that ends: one silent connection would otherwise hold a worker until its lease is lost. */
export const boundedFetch: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(PATIENCE);
  const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
  return fetch(input, { ...init, signal });
};
