import type { Account } from "../accounts/account.ts";
import type { Json } from "../accounts/present-account.ts";
import type { Place } from "../git/present-git.ts";
import { announce } from "../hooks/announce.ts";
import { presentPull } from "./present-pull.ts";
import type { Pull } from "./pull.ts";

type Told = { readonly action: string; readonly sender: Account; readonly extra?: Json };

export function announcePull(place: Place, pull: Pull, told: Told): void {
  announce(place, {
    event: "pull_request",
    action: told.action,
    sender: told.sender,
    body: {
      number: pull.number,
      pull_request: presentPull(place, pull),
      ...told.extra,
    },
  });
}
