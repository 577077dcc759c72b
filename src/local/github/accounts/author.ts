import type { App } from "../apps/app.ts";
import type { Account } from "./account.ts";

/** Who acts: a person, or an app through its bot. */
export type Author = { readonly account: Account; readonly app: App | undefined };
