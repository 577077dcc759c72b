const ROUNDS = 3;

/** What most addresses are made of: nothing that is dropped, folded or turned around. */
const ORDINARY = /^[ -[\]-~]*$/;

/**
 * An address as whoever follows it would read it: percent signs undone as often as somebody might,
 * characters that readers drop dropped, one kind of slash.
 */
export function plainAddress(text: string): string {
  let plain = text;
  for (let round = 0; round < ROUNDS && plain.includes("%"); round += 1) {
    plain = plain.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    );
  }
  if (ORDINARY.test(plain)) return plain.trim();
  return plain
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, "")
    .replaceAll("\\", "/")
    .trim();
}
