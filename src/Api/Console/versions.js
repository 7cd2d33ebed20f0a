// What is known of each resource, and the rule that an older state never replaces a newer one. Pure: no network, no clock.

// Keeps resources by name. Every item has resource and version; versions of one resource are gap-free.
export class Ledger {
  #items = new Map();
  #turn = 0;

  // To be called when a fetch begins; its answer is handed in with what this returned.
  begin() {
    return ++this.#turn;
  }

  get(resource) {
    return this.#items.get(resource)?.item;
  }

  items() {
    return [...this.#items.values()].map((entry) => entry.item);
  }

  // One fetched state. Stale when we heard something newer after the fetch had begun.
  put(item, begun) {
    const known = this.#items.get(item.resource);
    if (known && known.turn >= begun && known.item.version > item.version) return false;
    this.#items.set(item.resource, { item, turn: Math.max(begun, known?.turn ?? 0) });
    return true;
  }

  // A fetched list: what is missing from it is gone, unless we heard of it after the fetch had begun.
  putAll(items, begun) {
    const listed = new Set(items.map((item) => item.resource));
    for (const [resource, entry] of this.#items) {
      if (!listed.has(resource) && entry.turn < begun) this.#items.delete(resource);
    }
    for (const item of items) this.put(item, begun);
  }

  drop(resource, begun) {
    const known = this.#items.get(resource);
    if (known && known.turn < begun) this.#items.delete(resource);
  }

  // One event. "old": nothing to do. "gap": events before it were missed, ask for those after `after`.
  // "applied": `fold` made the new item from the known one (undefined when there is none) and the event.
  apply(event, fold) {
    const known = this.#items.get(event.resource);
    const version = known?.item.version ?? 0;
    if (event.version <= version) return { outcome: "old" };
    if (event.version > version + 1) return { outcome: "gap", after: version };
    const item = { ...fold(known?.item, event), resource: event.resource, version: event.version };
    this.#items.set(event.resource, { item, turn: ++this.#turn });
    return { outcome: "applied", item };
  }
}
