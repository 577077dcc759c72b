import { type Command, InvalidArgumentError } from "commander";

/** The address of a running app, as a person types it. */
export function parseAppUrl(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError("Give it as http://host:port or https://host.");
  }
  return text;
}

/** GitHub's number of a repository. */
export function parseId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("Not a repository's number.");
  return Number(text);
}

/** Asks the app, and ends the command with a sentence when nobody answers there. */
export function askApp(url: URL, init: RequestInit, command: Command): Promise<Response> {
  // A redirect could carry the token to another host.
  return fetch(url, { ...init, redirect: "error" }).catch((fault: unknown) => {
    const { code } = Object(Object(fault)["cause"]);
    const why = typeof code === "string" ? code : "the connection failed";
    return command.error(`no app answers at ${url.origin} (${why}); is it running?`, {
      exitCode: 70,
    });
  });
}
