// What a page can do besides: everything on it can be read and reached without this script.
"use strict";

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

// Days as the reader writes them, with the exact moment, by the reader's own clock, to look up. The day stays the site's:
// many stories have no time, and would be of the day before elsewhere.
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeZone: "UTC" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
for (const time of all("time[data-day]")) {
  time.textContent = day.format(new Date(time.dataset.day));
  time.title = exact.format(new Date(time.dateTime));
}

// Opened from a disk, without a server: a folder has to be named with its page.
if (location.protocol === "file:") {
  for (const link of all("a[href]")) {
    if (/^[^:]*\/$/.test(link.getAttribute("href"))) link.href += "index.html";
  }
}

// Old stories lose their pictures: no broken ones are left standing.
for (const picture of all("main img")) {
  const drop = () => {
    const entry = picture.closest(".entry");
    if (entry) {
      const letter = document.createElement("span");
      letter.className = "portrait monogram";
      letter.ariaHidden = "true";
      letter.textContent = entry.querySelector("h3").textContent.slice(0, 1).toUpperCase();
      picture.replaceWith(letter);
      return;
    }
    const figure = picture.closest("figure:not(.film)");
    figure?.closest(".card").classList.add("plain");
    (figure ?? picture).remove();
  };
  if (picture.complete && !picture.naturalWidth) drop();
  else picture.addEventListener("error", drop);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard without https, or without leave.
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "offscreen" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("the address cannot be copied");
  }
}

for (const button of all("button.copy")) {
  const status = button.closest("section").querySelector(".status");
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let said = "The address is copied.";
    try {
      await copy(button.dataset.copy);
      button.textContent = "Copied";
    } catch {
      said = "Your browser does not let the page copy; select the address instead.";
    }
    button.focus();
    status.textContent = said;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 4000);
  });
}

// A video's player comes from its host, so only when somebody asks for it.
for (const button of all("button.play")) {
  const figure = button.closest("figure");
  button.hidden = false;
  figure.hidden = false;
  button.addEventListener("click", () => {
    const frame = Object.assign(document.createElement("iframe"), {
      src: button.dataset.player,
      title: button.dataset.title,
      allow: "fullscreen; picture-in-picture; encrypted-media",
      referrerPolicy: "strict-origin-when-cross-origin",
    });
    figure.classList.add("playing");
    figure.replaceChildren(frame);
    frame.focus();
  });
}

const filter = document.querySelector(".filter");
if (filter) {
  const field = filter.querySelector("input");
  const status = filter.querySelector(".status");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const entries = all(".entry").map((entry) => ({ entry, text: plain(entry.dataset.filter) }));
  filter.hidden = false;
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { entry, text } of entries) {
      entry.hidden = !words.every((word) => text.includes(word));
      shown += entry.hidden ? 0 : 1;
    }
    for (const list of all("section.list")) list.hidden = !list.querySelector(".entry:not([hidden])");
    status.textContent = words.length ? `${shown} of ${entries.length} feeds` : "";
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      field.value = "";
      field.dispatchEvent(new Event("input"));
    }
  });
}
