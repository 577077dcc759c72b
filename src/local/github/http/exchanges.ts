import type { Exchange } from "./exchange.ts";

export type Exchanges = {
  /** Shows every answered request of a known route. Returns how to stop. */
  onExchange(observer: (exchange: Exchange) => void): () => void;
};

export function createExchanges(): Exchanges & { readonly show: (exchange: Exchange) => void } {
  const observers = new Set<(exchange: Exchange) => void>();
  return {
    onExchange: (observer) => {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    show: (exchange) => {
      for (const observe of observers) observe(exchange);
    },
  };
}
