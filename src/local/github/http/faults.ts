import type { Arrival } from "./exchange.ts";

/** Every stated property must fit. `route` is a path template, `path` a pattern on the real path. */
type RequestMatch = {
  readonly method?: string;
  readonly route?: string;
  readonly path?: RegExp;
  readonly actor?: string;
  readonly body?: (body: unknown) => boolean;
};

export type RequestFault =
  | { readonly kind: "latency"; readonly ms: number }
  | { readonly kind: "error"; readonly status: number; readonly when: "before" | "after" }
  /** The secondary limit; GitHub does not always say how many seconds to wait. */
  | { readonly kind: "limit"; readonly status: 403 | 429; readonly seconds?: number }
  | { readonly kind: "drop"; readonly when: "before" | "after" };

type DeliveryMatch = { readonly event?: string; readonly action?: string };

type DeliveryFault =
  | { readonly kind: "lost" }
  | { readonly kind: "duplicated" }
  /** Sent after the delivery that follows it. */
  | { readonly kind: "reordered" }
  | { readonly kind: "delayed"; readonly ms: number };

type Hold = { readonly arrived: Promise<Arrival>; release(): void };

export type Faults = {
  inject(match: RequestMatch, fault: RequestFault, count?: number): void;
  injectDelivery(match: DeliveryMatch, fault: DeliveryFault, count?: number): void;
  /** Stops the next matching request until it is released. */
  hold(match: RequestMatch, when: "before" | "after"): Hold;
  /** Forgets every fault and lets go of every held request. */
  clear(): void;
};

export type ActiveFaults = Faults & {
  takeRequestFaults(arrival: Arrival): readonly RequestFault[];
  takeDeliveryFault(delivery: {
    readonly event: string;
    readonly action: string | undefined;
  }): DeliveryFault | undefined;
  waitAt(arrival: Arrival, when: "before" | "after"): Promise<void>;
};

function fits(match: RequestMatch, arrival: Arrival): boolean {
  const checks = [
    match.method === undefined || match.method === arrival.method,
    match.route === undefined || match.route === arrival.route,
    match.path === undefined || match.path.test(arrival.path),
    match.actor === undefined || match.actor === arrival.actor,
    match.body === undefined || match.body(arrival.requestBody),
  ];
  return checks.every(Boolean);
}

type Armed<M, F> = { readonly match: M; readonly fault: F; left: number };

function spend<M, F>(armed: Armed<M, F>[], isHit: (match: M) => boolean): F[] {
  const hit = armed.filter((one) => one.left > 0 && isHit(one.match));
  hit.forEach((one) => {
    one.left -= 1;
  });
  return hit.map((one) => one.fault);
}

type Barrier = {
  readonly match: RequestMatch;
  readonly when: "before" | "after";
  readonly opened: Promise<void>;
  readonly arrive: (arrival: Arrival) => void;
  readonly release: () => void;
  isUsed: boolean;
};

function createBarrier(match: RequestMatch, when: "before" | "after"): Barrier & Hold {
  let release = (): void => undefined;
  let arrive = (_arrival: Arrival): void => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrived = new Promise<Arrival>((resolve) => {
    arrive = resolve;
  });
  return { match, when, opened, arrived, arrive, release, isUsed: false };
}

export function createFaults(): ActiveFaults {
  const requests: Armed<RequestMatch, RequestFault>[] = [];
  const deliveries: Armed<DeliveryMatch, DeliveryFault>[] = [];
  const barriers: Barrier[] = [];
  return {
    inject: (match, fault, count = 1) => void requests.push({ match, fault, left: count }),
    injectDelivery: (match, fault, count = 1) =>
      void deliveries.push({ match, fault, left: count }),
    hold: (match, when) => {
      const barrier = createBarrier(match, when);
      barriers.push(barrier);
      return { arrived: barrier.arrived, release: barrier.release };
    },
    clear: () => {
      requests.length = 0;
      deliveries.length = 0;
      barriers.splice(0).forEach((barrier) => barrier.release());
    },
    takeRequestFaults: (arrival) => spend(requests, (match) => fits(match, arrival)),
    takeDeliveryFault: (delivery) =>
      spend(
        deliveries,
        (match) =>
          (match.event ?? delivery.event) === delivery.event &&
          (match.action ?? delivery.action) === delivery.action,
      )[0],
    waitAt: async (arrival, when) => {
      const barrier = barriers.find(
        (one) => !one.isUsed && one.when === when && fits(one.match, arrival),
      );
      if (barrier === undefined) return;
      barrier.isUsed = true;
      barrier.arrive(arrival);
      await barrier.opened;
    },
  };
}
