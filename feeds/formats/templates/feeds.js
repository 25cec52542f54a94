// All can be read without it; its words are the templates'.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const on = (target, kind, act, options) => target.addEventListener(kind, act, options);
let lang;
try { [lang] = Intl.getCanonicalLocales(document.documentElement.lang); } catch { /* the browser's */ }
const number = (n) => new Intl.NumberFormat(lang).format(n);
const count = (element, n) => {
  const { [new Intl.PluralRules(lang).select(n)]: text = element.dataset.other } = element.dataset;
  element.textContent = text.replace("{n}", number(n));
};

// Kept in the visitor's browser, if it may.
function memory(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(`feeds.${name}`);
    localStorage.setItem(`feeds.${name}`, value);
  } catch {}
}

// On a disk, a folder has to be named with its page.
if (location.protocol === "file:") for (const link of all("a[href$='/']:not([href*=':'])")) link.href += "index.html";

// A lost picture, or a dot, gives way to the card without one.
for (const picture of all("main img:not(.prose img)")) {
  const figure = picture.closest("figure");
  const look = () => {
    if (picture.naturalWidth >= (figure ? 200 : 1) || figure?.matches(".film")) return;
    figure?.closest(".card").classList.add("plain");
    (figure ?? picture).remove();
  };
  if (picture.complete) look();
  else picture.onload = picture.onerror = look;
}

const copy = async (text) => navigator.clipboard.writeText(text);

function say(element, text) {
  const before = element.textContent;
  if (before === text) return;
  element.textContent = text;
  setTimeout(() => { element.textContent = before; }, 5000);
}

for (const button of all(".copy")) {
  const status = one(".status", button.closest(".panel"));
  on(button, "click", () => copy(button.dataset.copy).then(() => {
    say(button, button.dataset.done);
    say(status, status.dataset.copied);
  }, () => say(status, status.dataset.failed)).then(() => button.focus()));
}

for (const button of all(".share")) {
  const page = { title: document.title, url: location.href };
  const send = () => navigator.share?.(page) ?? copy(page.url).then(() => say(button, button.dataset.done));
  on(button, "click", () => send().catch(() => {}));
}

const subscribe = one(".subscribe");
if (subscribe) {
  const summary = one("summary", subscribe);
  const choices = all(".choice", subscribe);
  const last = one(".last");
  const offer = () => {
    const choice = choices.find(({ dataset }) => dataset.reader === memory("reader"));
    if (!choice) return;
    const { reader, short = reader } = choice.dataset;
    const ariaLabel = last.dataset.label.replace("{reader}", short);
    Object.assign(last, { href: choice.href, textContent: short, ariaLabel, hidden: false });
  };
  offer();
  for (const choice of choices) on(choice, "click", () => { memory("reader", choice.dataset.reader); offer(); });
  on(document, "click", ({ target }) => {
    const back = target.closest("a[href='#subscribe']");
    if (!subscribe.contains(target)) subscribe.open = !!back;
    if (back) summary.focus();
  });
  on(document, "keydown", ({ key }) => {
    if (key !== "Escape" || !subscribe.open) return;
    subscribe.open = false;
    summary.focus();
  });
  const link = one(".to-subscribe");
  if (link) new IntersectionObserver(([seen]) => link.classList.toggle("seen", seen.isIntersecting)).observe(subscribe);
}

// What is new since the last visit.
const fresh = one(".fresh");
if (fresh) {
  const times = all(".card time");
  const name = `seen ${location.pathname}`;
  const before = memory(name);
  const news = before ? times.filter(({ dateTime }) => dateTime > before) : [];
  for (const time of news) time.closest(".card").classList.add("new");
  count(fresh, news.length);
  fresh.hidden = !news.length;
  memory(name, [before ?? "", ...times.map(({ dateTime }) => dateTime)].sort().at(-1));
}

// Players come when asked for.
for (const button of all(".play")) {
  on(button, "click", () => {
    const { player: src, title } = button.dataset;
    const frame = document.createElement("iframe");
    Object.assign(frame, { src, title, allow: "fullscreen; encrypted-media", referrerPolicy: "strict-origin-when-cross-origin" });
    button.closest(".film").replaceChildren(frame);
    frame.focus();
  });
}

// The directory, filtered and ordered as the address says.
const filter = one(".filter");
if (filter) {
  const [field, select, none] = [one("input", filter), one("select", filter), one(".none")];
  const kinds = all("button", filter);
  // Accents, joiners and case do not count.
  const letters = { ı: "i", ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ς: "σ", ك: "ک", ي: "ی", ى: "ی" };
  const plain = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}ـ]/gu, "").toLowerCase()
    .replace(/[^ -~]/g, (c) => letters[c] ?? c);
  const { compare } = new Intl.Collator(lang, { numeric: true });
  const orders = {
    stories: (a, b) => b.entry.dataset.n - a.entry.dataset.n,
    newest: (a, b) => (a.time < b.time ? 1 : -1),
    name: (a, b) => compare(a.name, b.name),
  };
  const sections = all("section.list").map((section) => {
    const [found, more, size] = [".found", ".more", ".count"].map((name) => one(name, section));
    const rows = all(".entry", section).map((entry) => {
      const name = one("b", entry).textContent;
      const text = plain(name + one("a", entry).getAttribute("href"));
      return { entry, name, text, time: one("time", entry)?.dateTime };
    });
    return { section, found, more, size, total: size.textContent, rows };
  });

  // Copies of the first rows stand for the lists: little is laid out.
  const show = (part, words, kind, by, most = 24) => {
    const { section, found, more, size, total, rows } = part;
    const hits = rows.filter(({ text }) => words.every((word) => text.includes(word))).sort(orders[by]);
    const copied = words.length || by ? hits : [];
    found.replaceChildren(...copied.slice(0, most).map(({ entry }) => entry.cloneNode(true)));
    section.classList.toggle("changed", copied === hits);
    more.hidden = copied.length <= most;
    count(more, hits.length - most);
    more.onclick = () => {
      show(part, words, kind, by, Infinity);
      one("a", found.children[most]).focus();
    };
    size.textContent = words.length ? size.dataset.some.replace("{n}", number(hits.length)).replace("{all}", total) : total;
    section.hidden = !hits.length || (kind && section.dataset.kind !== kind);
    return !section.hidden;
  };
  const apply = () => {
    const [query, kind, order] = ["q", "kind", "order"].map((name) => new URLSearchParams(location.search).get(name) ?? "");
    const by = Object.hasOwn(orders, order) ? order : "";
    if (field.value !== query) field.value = query;
    for (const button of kinds) button.ariaPressed = button.dataset.kind === kind;
    select.value = by;
    const words = plain(query).split(/\s+/).filter(Boolean);
    none.hidden = sections.map((part) => show(part, words, kind, by)).some(Boolean);
    one("b", none).textContent = query;
  };
  const change = (name, value, keep = "pushState") => {
    const address = new URL(location);
    address.searchParams.set(name, value);
    if (!value) address.searchParams.delete(name);
    history[keep](null, "", address);
    apply();
  };
  const search = (text) => change("q", text, "replaceState");
  on(field, "input", () => search(field.value));
  on(field, "keydown", ({ key }) => key === "Escape" && search(""));
  on(one("button", none), "click", () => { search(""); field.focus(); });
  on(select, "change", () => change("order", select.value));
  for (const button of kinds) on(button, "click", () => change("kind", button.dataset.kind));
  on(window, "popstate", apply);
  on(document, "keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, select")) return;
    event.preventDefault();
    field.focus();
  });
  if (location.search) apply();
}
