/** An address in one spelling. `path` is absent where the whole origin is meant. */
export type Address = {
  readonly scheme: string;
  /** Labels of the host, first label first; the first may be a star. An IP is one label. */
  readonly labels: readonly string[];
  readonly port: string;
  readonly path?: string;
};

const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(\/[^?#]*)?$/i;

const AUTHORITY = /^([^:@[\]]+)(?::(\d{1,5}))?$/;

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Four decimal numbers without leading zeros: the one spelling of an IPv4 that all parsers share. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Names that end in a number are addresses to some parsers: `0x7f.1`, `2130706433`, `127.1`. */
const NUMERIC_END = /^(?:\d+|0x[0-9a-f]*)$/;

/** Segments that move, hide or double: `.`, `..`, an empty one, an escape, a backslash. */
const UNPLAIN_PATH = /(?:^|\/)\.{1,2}(?:\/|$)|\/\/|[%\\;\s]|[^\x21-\x7e]/;

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  https: "443",
  wss: "443",
  http: "80",
  ws: "80",
};

/**
 * Reads an address such as `https://*.example/v1/*`. Nothing for whatever two readers could take for
 * different places: user names before the host, escapes, dot segments, queries, IPv6, unusual
 * spellings of IPv4, letters beyond ASCII. Such a target is only ever equal to itself.
 */
export function parseAddress(text: string): Address | undefined {
  const [, scheme = "", authority = "", path] = ADDRESS.exec(text) ?? [];
  const [, name = "", port] = AUTHORITY.exec(authority) ?? [];
  const labels = labelsOf(name.toLowerCase());
  if (labels === undefined || (path !== undefined && UNPLAIN_PATH.test(path))) return undefined;
  const known = scheme.toLowerCase();
  const address = { scheme: known, labels, port: portOf(known, port) };
  return path === undefined ? address : { ...address, path };
}

function labelsOf(name: string): readonly string[] | undefined {
  // `a.example.` is the same host as `a.example`, written absolutely.
  const host = name.endsWith(".") ? name.slice(0, -1) : name;
  if (IPV4.test(host)) return [host];
  const labels = host.split(".");
  if (NUMERIC_END.test(labels.at(-1) ?? "")) return undefined;
  const isPlain = labels.every((label, at) => LABEL.test(label) || (at === 0 && label === "*"));
  return isPlain ? labels : undefined;
}

function portOf(scheme: string, port: string | undefined): string {
  return String(Number(port ?? DEFAULT_PORTS[scheme] ?? 0));
}
