import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { sha256Hex } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import type { RuntimeToken, TokenScope } from "../../ports/store/tokens.ts";

/** Whose runtime presents this token. A token without the scope answers like no token at all. */
export async function authoriseRuntime(
  { store }: Pick<Ports, "store">,
  presented: string | undefined,
  scope: TokenScope,
): Promise<Result<RuntimeToken, ReasonCode>> {
  if (presented === undefined) return refused("request-unauthorised");
  const token = await store.transact((tx) => tx.tokens.find(sha256Hex(presented)));
  return token?.scopes.includes(scope) === true ? accepted(token) : refused("request-unauthorised");
}
