import type { Transaction } from "./store.ts";

/** A store of which a flow needs some rooms only, so that a view of a record can stand in for it. */
export type StoreWith<Room extends keyof Transaction> = {
  transact<Value>(work: (tx: Pick<Transaction, Room>) => Promise<Value>): Promise<Value>;
};
