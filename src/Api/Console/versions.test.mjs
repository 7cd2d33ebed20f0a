import assert from "node:assert/strict";
import { test } from "node:test";
import { Ledger } from "./versions.js";

const call = (version, state) => ({ resource: "calls/1", version, state });
const fold = (known, event) => ({ ...known, state: event.state });

test("the next event is applied", () => {
  const ledger = new Ledger();
  ledger.put(call(1, "ringing"), ledger.begin());
  assert.equal(ledger.apply(call(2, "answered"), fold).outcome, "applied");
  assert.equal(ledger.get("calls/1").state, "answered");
  assert.equal(ledger.get("calls/1").version, 2);
});

test("the first event of a new resource is applied", () => {
  const ledger = new Ledger();
  assert.equal(ledger.apply(call(1, "ringing"), fold).outcome, "applied");
});

test("a repeated event is old", () => {
  const ledger = new Ledger();
  ledger.put(call(2, "answered"), ledger.begin());
  assert.equal(ledger.apply(call(2, "ringing"), fold).outcome, "old");
  assert.equal(ledger.apply(call(1, "ringing"), fold).outcome, "old");
  assert.equal(ledger.get("calls/1").state, "answered");
});

test("a skipped version is a gap and changes nothing", () => {
  const ledger = new Ledger();
  ledger.put(call(1, "ringing"), ledger.begin());
  assert.deepEqual(ledger.apply(call(3, "ended"), fold), { outcome: "gap", after: 1 });
  assert.equal(ledger.get("calls/1").state, "ringing");
});

test("a fetched state that an event has overtaken is not shown", () => {
  const ledger = new Ledger();
  ledger.put(call(1, "ringing"), ledger.begin());
  const begun = ledger.begin();
  ledger.apply(call(2, "answered"), fold);
  assert.equal(ledger.put(call(1, "ringing"), begun), false);
  assert.equal(ledger.get("calls/1").state, "answered");
});

test("two fetches that answer in the wrong order leave the newer state", () => {
  const ledger = new Ledger();
  const first = ledger.begin();
  const second = ledger.begin();
  ledger.put(call(2, "answered"), second);
  assert.equal(ledger.put(call(1, "ringing"), first), false);
  assert.equal(ledger.get("calls/1").state, "answered");
});

test("a resource that begins anew after its tombstone is shown again", () => {
  const ledger = new Ledger();
  ledger.put(call(7, "ended"), ledger.begin());
  assert.equal(ledger.put(call(0, "offline"), ledger.begin()), true);
  assert.equal(ledger.get("calls/1").version, 0);
});

test("what a list leaves out is gone", () => {
  const ledger = new Ledger();
  ledger.put(call(3, "ended"), ledger.begin());
  ledger.putAll([], ledger.begin());
  assert.equal(ledger.get("calls/1"), undefined);
});

test("what was heard of after the list was asked for stays", () => {
  const ledger = new Ledger();
  const begun = ledger.begin();
  ledger.apply(call(1, "ringing"), fold);
  ledger.putAll([], begun);
  assert.equal(ledger.get("calls/1").state, "ringing");
});
