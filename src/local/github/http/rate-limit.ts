export type RateLimitState = {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
  readonly isExceeded: boolean;
};

export type RateLimiter = {
  /** Counts one request of this actor, unless `cost` is 0. */
  spend(actor: string, cost: number): RateLimitState;
  refund(actor: string): void;
};

const hour = 3_600_000;

/** GitHub's primary limit: so many requests per actor and hour. */
export function createRateLimiter(limit: number, now: () => Date): RateLimiter {
  const windows = new Map<string, { used: number; resetAt: number }>();
  const windowOf = (actor: string): { used: number; resetAt: number } => {
    const at = now().getTime();
    const held = windows.get(actor);
    if (held !== undefined && held.resetAt > at) return held;
    const fresh = { used: 0, resetAt: at + hour };
    windows.set(actor, fresh);
    return fresh;
  };
  return {
    spend: (actor, cost) => {
      const window = windowOf(actor);
      const isExceeded = cost > 0 && window.used >= limit;
      if (!isExceeded) window.used += cost;
      const reset = Math.floor(window.resetAt / 1000);
      return { limit, used: window.used, remaining: limit - window.used, reset, isExceeded };
    },
    refund: (actor) => {
      const window = windowOf(actor);
      window.used = Math.max(0, window.used - 1);
    },
  };
}

export function rateLimitHeaders(state: RateLimitState): Readonly<Record<string, string>> {
  return {
    "x-ratelimit-limit": String(state.limit),
    "x-ratelimit-remaining": String(state.remaining),
    "x-ratelimit-reset": String(state.reset),
    "x-ratelimit-used": String(state.used),
    "x-ratelimit-resource": "core",
  };
}
