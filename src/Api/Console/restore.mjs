// Installs the packages of a folder (the console's own by default) as its package-lock.json says. Two builds at once take
// turns: npm cannot share a folder.
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, rmSync, statSync, utimesSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join, resolve } from "node:path";

const folder = process.argv[2] ? resolve(process.argv[2]) : dirname(fileURLToPath(import.meta.url));
const lock = join(folder, ".restore.lock");
const installed = join(folder, "node_modules", ".package-lock.json");
const wanted = join(folder, "package-lock.json");
const staleAfterMs = 5 * 60_000;
const pauseMs = 200;

function takeLock() {
  for (;;) {
    try {
      closeSync(openSync(lock, "wx"));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > staleAfterMs) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function isFresh() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}

takeLock();
try {
  if (!isFresh()) {
    const options = { cwd: folder, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" };
    const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], options);
    if (npm.status !== 0) {
      console.error(`npm ci failed in ${folder}: npm (with Node.js 20 or newer) and a package registry are needed`);
      process.exitCode = 1;
    } else {
      utimesSync(installed, new Date(), new Date());
    }
  }
} finally {
  rmSync(lock, { force: true });
}
