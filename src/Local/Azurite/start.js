// Azurite's table service alone. It writes its files every 5 seconds, so it must be asked to stop; by itself it listens
// only to SIGINT and to an IPC message. SIGTERM, and the end of standard input (whoever started us is gone), become
// that message here. SIGINT is ignored: Ctrl+C is for the parent, which stops us after its last save.
"use strict";

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  process.stdin.destroy();
  const heard = process.emit("message", "shutdown");
  if (!heard) process.exit(0); // It had not finished starting: there is nothing to write.
};

const once = process.once;
process.once = (event, listener) => (event === "SIGINT" ? process : once.call(process, event, listener));
process.on("SIGINT", () => {});
process.on("SIGTERM", stop);
process.stdin.on("end", stop).on("error", stop).resume();
require("azurite/dist/src/table/main.js");
