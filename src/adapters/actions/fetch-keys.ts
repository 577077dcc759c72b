/** More than any set of keys is; whoever answers at length is not the issuer. */
const MOST_BYTES = 256 * 1024;

/** Fetches an issuer's keys: no redirect is followed, and no more is read than keys can be. */
export async function fetchKeys(
  url: string,
  options: { readonly headers: Headers; readonly method: "GET"; readonly signal: AbortSignal },
): Promise<Response> {
  const response = await fetch(url, { ...options, redirect: "error" });
  if (response.body === null) return response;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) throw new RangeError("too many bytes for keys");
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status: response.status });
}
