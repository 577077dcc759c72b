const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]+-----[^"]*/g, "[private key]"],
  [/\bgithub_pat_\w+/g, "[token]"],
  // The length of installation tokens changes; only the prefix is promised.
  [/\bgh[a-z]_\w+/g, "[token]"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[JWT]"],
  [/\b(bearer|token|basic)\s+[\w.~+/=-]{8,}/gi, "$1 [token]"],
  // Keys of model providers. The adapter takes out its own; this is for whatever else repeats one.
  [/\bsk-[\w-]{8,}/g, "[key]"],
  [/\bsha256=[0-9a-f]{64}\b/g, "sha256=[signature]"],
  [/:\/\/[^/\s"@:]+:[^/\s"@]+@/g, "://[credentials]@"],
];

/** Takes credentials out of one line of log, whatever field or message they came in. */
export function redact(line: string): string {
  return SECRETS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);
}
