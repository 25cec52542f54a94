// Reads a `_redirects` file as Netlify does, and prints what it found wrong and each rule as JSON.
// Usage: node redirects.mjs FILE
import { parseAllRedirects } from "netlify-redirect-parser";

const [file] = process.argv.slice(2);
const { redirects, errors } = await parseAllRedirects({ redirectsFiles: [file], minimal: true });
console.log(JSON.stringify({
  errors: errors.map(String),
  rules: redirects.map((rule) => [rule.from, rule.to, rule.status, rule.force]),
}));
