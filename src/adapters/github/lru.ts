/** The most recently used values up to a total weight; for what GitHub can never change again. */
export class Lru<Value> {
  readonly #values = new Map<string, { readonly value: Value; readonly weight: number }>();
  readonly #capacity: number;
  #weight = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): Value | undefined {
    const held = this.#values.get(key);
    if (held === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, held);
    return held.value;
  }

  set(key: string, value: Value, weight: number): void {
    if (weight > this.#capacity || this.#values.has(key)) return;
    this.#values.set(key, { value, weight });
    this.#weight += weight;
    for (const [oldest, held] of this.#values) {
      if (this.#weight <= this.#capacity) return;
      this.#values.delete(oldest);
      this.#weight -= held.weight;
    }
  }
}
