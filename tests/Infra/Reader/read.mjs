// Reads what no .NET library reads: Bicep by its tree-sitter grammar, YAML, and JSON schemas.
// In:  {"bicep": {name: text}, "yaml": {name: text}, "schema": {name: {"schema": …, "data": …}}}
// Out: {"bicep": {name: {"errors": [row], "root": node}}, "yaml": {name: value}, "schema": {name: [message]}}
// A node is {t: type, f: field, r: row, o: operator or keyword, x: text of a leaf, c: named children}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import { Language, Parser } from "web-tree-sitter";
import { parse as parseYaml } from "yaml";

const given = JSON.parse(readFileSync(0, "utf8"));

async function bicepParser() {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve("tree-sitter-bicep/tree-sitter-bicep.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}

function convert(node, field, errors) {
  if (node.isError || node.isMissing) errors.push(node.startPosition.row + 1);
  const converted = { t: node.type, f: field ?? undefined, r: node.startPosition.row + 1, c: [] };
  const words = [];
  for (let i = 0; i < node.childCount; i++) {
    const child = node.child(i);
    if (child.isError || child.isMissing || child.isNamed)
      converted.c.push(convert(child, node.fieldNameForChild(i), errors));
    else words.push(child.type);
  }
  converted.o = words.join(" ");
  if (converted.c.length === 0) converted.x = node.text;
  return converted;
}

// The grammar knows "param name = value" of parameter files not; a variable has the same shape.
function asTemplate(name, text) {
  return name.endsWith(".bicepparam") ? text.replace(/^param (\w+) =/gm, "var $1 =") : text;
}

function mapValues(values, read) {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, read(value, name)]));
}

function check({ schema, data }) {
  // The schema's identifier is no address, and its dialect is draft 7 by another spelling.
  const { $schema, $id, ...rules } = schema;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(rules);
  return validate(data) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
}

const parser = Object.keys(given.bicep ?? {}).length > 0 ? await bicepParser() : null;
process.stdout.write(
  JSON.stringify({
    bicep: mapValues(given.bicep, (text, name) => {
      const errors = [];
      const root = convert(parser.parse(asTemplate(name, text)).rootNode, undefined, errors);
      return { errors, root };
    }),
    yaml: mapValues(given.yaml, (text) => parseYaml(text)),
    schema: mapValues(given.schema, check),
  }),
);
