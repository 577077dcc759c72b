import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { sha256Hex } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { RuntimeToken, TokenScope } from "../../ports/store/tokens.ts";

/** Whose runtime presents this token. A token without the scope answers like no token at all. */
export async function authoriseRuntime(
  { store }: Pick<Ports, "store">,
  presented: string | undefined,
  scope: TokenScope,
): Promise<Result<RuntimeToken, ReasonCode>> {
  if (presented === undefined) return refused("request-unauthorised");
  return store.transact((tx) => findRuntime(tx, presented, scope));
}

/** The same, as of the transaction that goes on with the answer. */
export async function findRuntime(
  tx: Pick<Transaction, "tokens">,
  presented: string,
  scope: TokenScope,
): Promise<Result<RuntimeToken, ReasonCode>> {
  const token = await tx.tokens.find(sha256Hex(presented));
  return token?.scopes.includes(scope) === true ? accepted(token) : refused("request-unauthorised");
}
