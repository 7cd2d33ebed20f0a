// Shows users and calls live: state by fetch on connect and every 30 s, changes by events, what was missed by asking for it.
import { Ledger } from "./versions.js";
import { callRow, userRow } from "./views.js";

const refreshMs = 30_000;
const retryMs = 2_000;
const users = new Ledger();
const calls = new Ledger();
const byId = (id) => document.getElementById(id);
let drawPending = false;

async function fetchJson(path, options) {
  const response = await fetch(path, options);
  if (response.status === 404 && !options) return undefined; // a resource that is gone is an answer
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
}

async function refresh() {
  const usersBegun = users.begin();
  const callsBegun = calls.begin();
  const [userItems, callList] = await Promise.all([fetchUsers(), fetchJson("/call")]);
  users.putAll(userItems, usersBegun);
  calls.putAll(callList.items, callsBegun);
  byId("more-calls").hidden = !callList.more;
  draw();
}

async function fetchUsers() {
  const items = [];
  for (let after = ""; after !== null;) {
    const list = await fetchJson(`/user${after && `?after=${encodeURIComponent(after)}`}`);
    items.push(...list.items);
    after = list.next ?? null;
  }
  return items;
}

// A user's event says that something changed; the contacts are then fetched, as one event cannot hold them all.
async function fetchUser(resource) {
  const begun = users.begin();
  const user = await fetchJson(`/user/${encodeURIComponent(resource.slice("users/".length))}`);
  if (user) users.put(user, begun);
  else users.drop(resource, begun);
  draw();
}

async function fetchCall(resource) {
  const begun = calls.begin();
  const call = await fetchJson(`/call/${encodeURIComponent(resource.slice("calls/".length))}`);
  if (call) calls.put(call, begun);
  else calls.drop(resource, begun);
  draw();
}

function foldCall(known, { data, at }) {
  const call = { startedAt: at, ...known, ...data };
  if (data.state === "answered") call.answeredAt ??= at;
  if (data.state === "ended") call.endedAt ??= at;
  if (data.durationSeconds !== undefined) call.durationSeconds = Number(data.durationSeconds);
  return call;
}

async function onEvent(event) {
  if (event.resource.startsWith("users/")) {
    if (event.version > (users.get(event.resource)?.version ?? 0)) await fetchUser(event.resource);
    return;
  }
  const { outcome, after } = calls.apply(event, foldCall);
  if (outcome === "applied") draw();
  if (outcome === "gap") await catchUp(event.resource, after);
}

async function catchUp(resource, after) {
  const missed = await fetchJson(`/events/${resource}?after=${after}`);
  const known = calls.get(resource);
  if (!known || !missed || missed.gap) return fetchCall(resource);
  for (const event of missed.events) calls.apply(event, foldCall);
  draw();
}

function draw() {
  if (drawPending) return;
  drawPending = true;
  requestAnimationFrame(() => {
    drawPending = false;
    const now = Date.now();
    const userItems = users.items().sort((a, b) => a.name.localeCompare(b.name));
    const callItems = calls.items().sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt)).slice(0, 100);
    byId("users").replaceChildren(...userItems.map(userRow));
    byId("calls").replaceChildren(...callItems.map((call) => callRow(call, now)));
    byId("no-users").hidden = userItems.length > 0;
    byId("no-calls").hidden = callItems.length > 0;
  });
}

function showLink(state) {
  byId("link").dataset.state = state;
  byId("link").textContent = state;
}

const quietly = (promise) => promise.catch((error) => console.warn(error.message));

async function subscribe() {
  for (const resource of ["users", "calls"]) {
    await fetchJson("/events/subscribe", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ connectionId: connection.connectionId, resource }),
    });
  }
  // State is fetched after the subscription stands, so that nothing falls in between.
  await refresh();
  showLink("live");
}

async function connect() {
  try {
    await connection.start();
    await subscribe();
  } catch (error) {
    await startAgain(error);
  }
}

async function startAgain(error) {
  console.warn(error.message);
  showLink("offline");
  await connection.stop();
  setTimeout(connect, retryMs);
}

const { HubConnectionBuilder, LogLevel } = globalThis.signalR;
const connection = new HubConnectionBuilder()
  .withUrl("/events")
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => retryMs })
  .configureLogging(LogLevel.None)
  .build();
connection.on("event", (event) => quietly(onEvent(event)));
connection.onreconnecting(() => showLink("connecting"));
connection.onreconnected(() => subscribe().catch(startAgain));
// A server that wants no reconnecting closes for good; startAgain's own stop is no reason to start again.
connection.onclose((error) => byId("link").dataset.state !== "offline"
  && startAgain(error ?? new Error("the server closed the connection")));
setInterval(() => quietly(refresh()), refreshMs);
setInterval(() => calls.items().some((call) => call.state === "answered") && draw(), 1_000);
quietly(refresh());
connect();
