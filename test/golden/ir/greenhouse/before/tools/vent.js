export function run() {
  return { opened: true };
}
