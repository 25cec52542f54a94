// Reads a `_headers` file as Netlify does, and prints what it found wrong and each path's headers as JSON.
// Usage: node headers.mjs FILE PATH...
import { parseAllHeaders } from "netlify-headers-parser";

const [file, ...paths] = process.argv.slice(2);
const { headers, errors } = await parseAllHeaders({ headersFiles: [file], minimal: false });
const matching = (path) => headers.filter((rule) => rule.forRegExp.test(path)).map((rule) => rule.values);
console.log(JSON.stringify({
  errors: errors.map(String),
  headers: Object.fromEntries(paths.map((path) => [path, Object.assign({}, ...matching(path))])),
}));
