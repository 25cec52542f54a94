// What a page can do besides: all can be read and reached without it. Its words are the templates'.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);
const on = (target, kind, act, options) => target.addEventListener(kind, act, options);
const { lang } = document.documentElement;
const number = (n) => new Intl.NumberFormat(lang).format(n);

// What stays in the visitor's browser, if it may.
function memory(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(`feeds.${name}`);
    localStorage.setItem(`feeds.${name}`, value);
  } catch { /* no storage */ }
  return null;
}

// On a disk, without a server, a folder has to be named with its page.
if (location.protocol === "file:") for (const link of all("a[href$='/']:not([href*=':'])")) link.href += "index.html";

// A picture that is lost, or no more than a dot: the card for stories without one stands in.
for (const picture of all("main img:not(.prose img)")) {
  const figure = picture.closest("figure");
  const look = () => {
    if (picture.naturalWidth >= (figure ? 200 : 1) || figure?.matches(".film")) return;
    figure?.closest(".card").classList.add("plain");
    (figure ?? picture).remove();
  };
  if (picture.complete) look();
  else for (const end of ["load", "error"]) on(picture, end, look);
}

const copy = async (text) => navigator.clipboard.writeText(text); // by https only

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
    if (!subscribe.contains(target)) subscribe.open = Boolean(back);
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
  const { [new Intl.PluralRules(lang).select(news.length)]: text = fresh.dataset.other } = fresh.dataset;
  fresh.textContent = text.replace("{n}", number(news.length));
  fresh.hidden = !news.length;
  memory(name, times.reduce((newest, { dateTime }) => (dateTime > newest ? dateTime : newest), before ?? ""));
}

// Players come when somebody asks for them.
for (const button of all(".play")) {
  on(button, "click", () => {
    const frame = Object.assign(document.createElement("iframe"), {
      src: button.dataset.player,
      title: button.dataset.title,
      allow: "fullscreen; encrypted-media",
      referrerPolicy: "strict-origin-when-cross-origin",
    });
    button.closest(".film").replaceChildren(frame);
    frame.focus();
  });
}

// The directory, filtered and ordered by what stands in the address: Back leads to the same view.
const filter = one(".filter");
if (filter) {
  const [field, order, none, kinds] = [one("input", filter), one("select", filter), one(".none"), all("[data-kind]", filter)];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const { compare } = new Intl.Collator(lang, { numeric: true });
  const orders = {
    stories: (a, b) => b.entry.dataset.n - a.entry.dataset.n,
    newest: (a, b) => (a.time < b.time ? 1 : -1),
    name: (a, b) => compare(a.name, b.name),
    "": (a, b) => a.place - b.place,
  };
  const sections = all("section.list").map((section) => ({
    section,
    lists: all("ul", section),
    rest: one("details", section),
    count: one("h2 .count", section),
    total: one("h2 .count", section).textContent,
    rows: all(".entry", section).map((entry, place) => {
      const name = one("b", entry).textContent;
      const text = plain(name + one("a", entry).getAttribute("href"));
      return { entry, place, name, text, time: one("time", entry).dateTime };
    }),
  }));
  let ordered = "";

  const arrange = ({ lists: [first, rest], rows }) => {
    const room = first.children.length;
    rows.sort(orders[ordered]).forEach(({ entry }, place) => (place < room ? first : rest).append(entry));
  };
  const show = ({ section, rest, rows, count, total }, words, isOther) => {
    if (rest && !words.length) rest.open = false; // first: what comes back in it needs no layout
    let shown = 0;
    for (const row of rows) {
      const isHidden = !words.every((word) => row.text.includes(word));
      if (isHidden !== row.entry.hidden) row.entry.hidden = isHidden;
      shown += !isHidden;
    }
    if (rest && words.length) rest.open = true;
    section.classList.toggle("filtered", words.length > 0);
    count.textContent = words.length ? count.dataset.some.replace("{n}", number(shown)).replace("{all}", total) : total;
    section.hidden = isOther || !shown;
    return !section.hidden;
  };
  const apply = () => {
    const [query, kind, by] = ["q", "kind", "order"].map((name) => new URLSearchParams(location.search).get(name) ?? "");
    if (field.value !== query) field.value = query;
    for (const button of kinds) button.ariaPressed = String(button.dataset.kind === kind);
    order.value = by in orders ? by : "";
    if (order.value !== ordered) {
      ordered = order.value;
      sections.forEach(arrange);
    }
    const words = plain(query).split(/\s+/).filter(Boolean);
    none.hidden = sections.map((one) => show(one, words, kind && one.section.dataset.kind !== kind)).some(Boolean);
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
  on(order, "change", () => change("order", order.value));
  for (const button of kinds) on(button, "click", () => change("kind", button.dataset.kind));
  on(window, "popstate", apply);
  on(document, "keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, select")) return;
    event.preventDefault();
    field.focus();
  });
  if (location.search) apply();
}
