// Compares the branches of src/Engine/Proxy that the tests took with those that branches.txt says nothing can take.
// node branches.mjs <coverage.json> <branches.txt> <folder>: writes what differs as build errors, and exits with 1.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

const [coverage, exceptions, folder] = process.argv.slice(2);

/** Untaken branches by "File.cs: line of code", with their number and the line's. */
function untaken() {
  const lines = new Map();
  let all = 0, taken = 0;
  for (const files of Object.values(JSON.parse(readFileSync(coverage, "utf8"))))
    for (const [path, classes] of Object.entries(files)) {
      const file = basename(path);
      const text = readFileSync(join(folder, file), "utf8").split("\n");
      for (const methods of Object.values(classes))
        for (const { Branches } of Object.values(methods))
          for (const branch of Branches) {
            all++;
            if (branch.Hits > 0) taken++;
            else {
              const key = `${file}: ${text[branch.Line - 1].trim()}`;
              const entry = lines.get(key) ?? { file, line: branch.Line, missing: 0 };
              entry.missing++;
              lines.set(key, entry);
            }
          }
    }
  return { lines, all, taken };
}

/** Lines of "count | File.cs: line of code | why nothing takes it". */
function known() {
  const entries = new Map();
  readFileSync(exceptions, "utf8").split("\n").forEach((text, at) => {
    if (text.trim() === "" || text.startsWith("#")) return;
    const [count, ...rest] = text.split(" | ");
    const reason = rest.pop();
    if (!(Number(count) > 0) || rest.length === 0 || !reason.trim())
      fail(exceptions, at + 1, "expected: count | File.cs: line of code | reason");
    else entries.set(rest.join(" | "), { count: Number(count), line: at + 1 });
  });
  return entries;
}

function fail(file, line, text) {
  console.log(`${file}(${line}): error BRANCH: ${text}`);
  process.exitCode = 1;
}

const { lines, all, taken } = untaken();
const expected = known();
for (const [key, { file, line, missing }] of lines)
  if (missing > (expected.get(key)?.count ?? 0))
    fail(join(folder, file), line, `${missing} untaken: ${key.slice(file.length + 2)}`);
for (const [key, { count, line }] of expected)
  if ((lines.get(key)?.missing ?? 0) < count)
    fail(exceptions, line, `${lines.get(key)?.missing ?? 0} of ${count} are left: ${key}`);
console.log(`branches of the proxy: ${taken} of ${all} taken`);
