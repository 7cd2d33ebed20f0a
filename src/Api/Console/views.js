// From states to elements. Text goes in as text, never as markup: names and reasons come from the network.

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function stateLabel(state) {
  const label = element("span", "state", state);
  label.dataset.state = state;
  return label;
}

export function userRow(user) {
  const row = element("li");
  row.dataset.user = user.name;
  const top = element("div", "top");
  top.append(element("span", "name", user.name), stateLabel(user.state));
  row.append(top);
  for (const contact of user.contacts) {
    const agent = contact.userAgent ? ` · ${contact.userAgent}` : "";
    row.append(element("p", "below", `${contact.contact} · ${contact.transport}${agent}`));
  }
  return row;
}

export function callRow(call, now) {
  const row = element("li");
  row.dataset.call = call.resource;
  const top = element("div", "top");
  const parties = element("span", "name");
  parties.append(call.from, element("span", "arrow", " → "), call.to);
  top.append(parties, stateLabel(call.state));
  const below = element("p", "below");
  const started = call.startedAt ? new Date(call.startedAt).toLocaleTimeString() : "";
  below.append(started, call.reason ? ` · ${call.reason}` : "");
  const seconds = talkSeconds(call, now);
  if (seconds !== undefined) below.append(" · ", element("span", "clock", clock(seconds)));
  row.append(top, below);
  return row;
}

// Seconds since the answer, or of the whole talk once it is over; undefined when nobody answered.
export function talkSeconds(call, now) {
  if (call.state === "answered" && call.answeredAt) return Math.max(0, (now - Date.parse(call.answeredAt)) / 1000);
  return call.state === "ended" ? call.durationSeconds : undefined;
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole < 3600 ? minutes : `${Math.floor(whole / 3600)}:${minutes}`;
}
