const view = new DataView(new ArrayBuffer(8));

/** The 64 bits of a double as sixteen hexadecimal digits: two figures are the same or they differ. */
export function bitsOf(value: number): string {
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}
