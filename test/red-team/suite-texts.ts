import { isJsonObject, type Json } from "../../src/core/kernel/json.ts";
import { readStarter, starterSuite } from "../support/starter.ts";

/** A message of the starter's public suite, and the desk that it belongs to. */
export type Quoted = { readonly id: string; readonly message: string; readonly desk: string };

/** Long enough that nobody writes them by accident, and spread over the whole suite. */
export const QUOTED: readonly Quoted[] = messages()
  .filter(({ message }) => /^[ -~]+$/.test(message) && message.split(" ").length >= 8)
  .filter((_one, index) => index % 6 === 0)
  .slice(0, 24);

/** Every desk that the suite sends somebody to. */
export const DESKS: readonly string[] = [...new Set(messages().map(({ desk }) => desk))].sort();

/** What an honest proposer would make up: the same desks, and no message of the suite. */
export const INVENTED: readonly Quoted[] = [
  ["Which form do I need when my grandmother wants to leave the bank", "close-account"],
  ["A parking garage in Vienna took nine euros and I was in Leeds", "unknown-charge"],
  ["The letter with my code is torn so I cannot read two of the numbers", "pin"],
  ["Your website shows a spinning wheel after I type my memorable word", "login"],
  ["How much is it to take out zloty on a skiing trip", "fees"],
  ["I moved to a houseboat and it has a mooring instead of a street", "change-details"],
  ["The museum shop promised to credit me for the broken teapot", "refund"],
  ["My allotment society still has not had this year's dues from me", "transfer-missing"],
].map(([message = "", desk = ""], index) => ({ id: `own-${index}`, message, desk }));

function messages(): readonly Quoted[] {
  const suite = starterSuite(readStarter(), "evals/public.jsonl");
  return suite.items.map(({ id, input, expected }) => ({
    id,
    message: textOf(input["message"]),
    desk: textOf(isJsonObject(expected) ? expected["intent"] : ""),
  }));
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
