import { type Command, InvalidArgumentError } from "commander";
import { visible } from "../../core/prose/escape.ts";

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

/** Which app is asked, for which repository, with whose token. */
export type AskedApp = {
  readonly url: string;
  readonly repositoryId: number;
  readonly token: string;
};

export type AppOptions = {
  readonly url?: string;
  readonly repositoryId?: number;
  readonly tokenEnv: string;
};

/** Nothing where no app is asked; half an address ends the command with what is missing. */
export function appNamed(
  { url, repositoryId, tokenEnv }: AppOptions,
  env: Readonly<Record<string, string | undefined>>,
  command: Command,
): AskedApp | undefined {
  const usage = { exitCode: 64 };
  if (url === undefined) {
    if (repositoryId === undefined) return undefined;
    return command.error("--repository-id needs --url, the app to ask", usage);
  }
  if (repositoryId === undefined) {
    return command.error("--url needs --repository-id, GitHub's number of the repository", usage);
  }
  const token = env[tokenEnv];
  if (!token) return command.error(`the variable ${visible(tokenEnv)} is not set`, usage);
  return { url, repositoryId, token };
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
