/** The value after a name on the command line: `--runs 200`. */
export function optionOf(options: readonly string[], name: string): string | undefined {
  const at = options.indexOf(name);
  return at === -1 ? undefined : options[at + 1];
}
