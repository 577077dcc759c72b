/** The version before, under another name: many runtimes still read YAML with it. */
declare module "js-yaml-4" {
  export function load(text: string): unknown;
}
