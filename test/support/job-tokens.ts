import { createServer, type Server } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { refused } from "../../src/core/kernel/result.ts";
import type { JobTokens } from "../../src/ports/job-tokens.ts";

/** Where no workflow runs anything. */
export const NO_JOBS: JobTokens = {
  verify: () => Promise.resolve(refused("results-token-refused")),
};

/** Signs tokens as GitHub does, and shows its keys on this machine alone. */
export type Issuer = {
  readonly url: string;
  /** How often the keys were fetched. */
  fetched(): number;
  /** What is answered instead of the keys. */
  answer:
    | ((path: string) => { readonly status: number; readonly body: string } | undefined)
    | undefined;
  sign(claims: JWTPayload, parts?: Signing): Promise<string>;
  close(): Promise<void>;
};

export type Signing = {
  readonly now?: number;
  readonly lives?: number;
  readonly issuer?: string;
  readonly isForged?: boolean;
};

const KID = "key-1";

export async function startIssuer(): Promise<Issuer> {
  const own = await generateKeyPair("RS256", { extractable: true });
  const forged = await generateKeyPair("RS256");
  const keys = { keys: [{ ...(await exportJWK(own.publicKey)), kid: KID, alg: "RS256" }] };
  let fetches = 0;
  const server: Server = createServer((request, response) => {
    fetches += 1;
    const told = issuer.answer?.(request.url ?? "");
    const known = request.url === "/.well-known/jwks" ? JSON.stringify(keys) : undefined;
    response.statusCode = told?.status ?? (known === undefined ? 404 : 200);
    response.end(told?.body ?? known ?? "");
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const issuer: Issuer = {
    url: `http://127.0.0.1:${port}`,
    fetched: () => fetches,
    answer: undefined,
    sign: (claims, { now = Date.now(), lives = 300, issuer: by, isForged } = {}) => {
      const at = Math.floor(now / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: KID })
        .setIssuer(by ?? issuer.url)
        .setIssuedAt(at)
        .setNotBefore(at)
        .setExpirationTime(at + lives)
        .sign(isForged === true ? forged.privateKey : own.privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
  return issuer;
}
