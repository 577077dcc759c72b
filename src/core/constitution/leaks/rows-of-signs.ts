/** Which signs of ASCII belong to a kind. */
export type Signs = Uint8Array;

const ASCII = 128;

export function signsOf(kind: RegExp): Signs {
  return Uint8Array.from({ length: ASCII }, (_, code) =>
    kind.test(String.fromCharCode(code)) ? 1 : 0,
  );
}

/**
 * Whether a text has so many signs of a kind in a row. Every sign beyond ASCII counts as one: what
 * is asked for next tells. It looks at the end of where a row could be first, and so at few signs.
 */
export function hasRow(text: string, signs: Signs, length: number): boolean {
  for (let end = length - 1; end < text.length;) {
    let at = end;
    while (at > end - length && isAmong(text.charCodeAt(at), signs)) at -= 1;
    if (at === end - length) return true;
    end = at + length;
  }
  return false;
}

function isAmong(code: number, signs: Signs): boolean {
  return code >= ASCII || signs[code] === 1;
}

/** Whether a text has so many signs of a kind anywhere: fewer do not make as many matches. */
export function hasMany(text: string, signs: Signs, count: number): boolean {
  let left = count;
  for (let at = 0; at < text.length && left > 0; at += 1) {
    if (isAmong(text.charCodeAt(at), signs)) left -= 1;
  }
  return left <= 0;
}
